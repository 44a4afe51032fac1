/** What is searched for among the objects of a job; in the address of the page and in that of the API by the same names. */
export interface Filter {
  source: string;
  label: string;
  worker: string;
  minConfidence: string;
  maxConfidence: string;
  minDisagreement: string;
  maxDisagreement: string;
  minArea: string;
  maxArea: string;
  sort: string;
}

export const ALL: Filter = {source: '', label: '', worker: '', minConfidence: '', maxConfidence: '', minDisagreement: '', maxDisagreement: '', minArea: '', maxArea: '', sort: 'manifest'};

/** The filter that an address means; what is not in it is as in `ALL`. */
export function filterOf(query: string): Filter {
  const filter = {...ALL};
  const given = new URLSearchParams(query);
  for (const name of Object.keys(ALL) as Array<keyof Filter>) filter[name] = given.get(name) || ALL[name];
  return filter;
}

/** The query of an address, with what differs from `ALL` only; empty, or with its question mark. */
export function queryOf(filter: Filter): string {
  const query = new URLSearchParams();
  for (const name of Object.keys(ALL) as Array<keyof Filter>) if (filter[name] !== ALL[name]) query.set(name, filter[name]);
  const text = query.toString();
  return text && `?${text}`;
}

export const isAll = (filter: Filter): boolean => queryOf({...filter, sort: ALL.sort}) === '';
