/** Records by key in this browser. Where it has no database (a private window may have none), in memory only. */
export class Store<T> {
  private readonly memory = new Map<string, T>();

  constructor(private readonly name: string, private readonly database: Promise<IDBDatabase | undefined>) {}

  async get(key: string): Promise<T | undefined> {
    return this.within('readonly', store => store.get(key) as IDBRequest<T | undefined>, () => this.memory.get(key));
  }

  async put(key: string, value: T): Promise<void> {
    await this.within('readwrite', store => store.put(value, key), () => { this.memory.set(key, value); });
  }

  async delete(key: string): Promise<void> {
    await this.within('readwrite', store => store.delete(key), () => { this.memory.delete(key); });
  }

  /** All records, in the order of their keys. */
  async all(): Promise<T[]> {
    return this.within('readonly', store => store.getAll() as IDBRequest<T[]>,
      () => [...this.memory.keys()].sort().map(key => this.memory.get(key)!));
  }

  private async within<R>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest, otherwise: () => R): Promise<R> {
    const database = await this.database;
    if (!database) return otherwise();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(this.name, mode);
      const request = act(transaction.objectStore(this.name));
      transaction.oncomplete = () => resolve(request.result as R);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }
}

export function openDatabase(name: string, stores: string[]): Promise<IDBDatabase | undefined> {
  return new Promise(resolve => {
    let request: IDBOpenDBRequest;
    try {
      request = indexedDB.open(name, 1);
    } catch {
      resolve(undefined);
      return;
    }
    request.onupgradeneeded = () => stores.forEach(store => request.result.createObjectStore(store));
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => resolve(undefined);
  });
}
