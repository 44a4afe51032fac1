package dev.labelops.install.gitops;

import java.util.List;
import java.util.Map;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LoadState;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.PackageLib;
import org.luaj.vm2.lib.TableLib;
import org.luaj.vm2.lib.jse.JseBaseLib;

/**
 * Runs a health check as Argo CD does: the object is the global {@code obj}, only the base and
 * table libraries are there, and a table with {@code status} and {@code message} comes back.
 */
public record ArgoCdHealth(String script) {
  /** What the script returned. */
  public record Answer(String status, String message) {}

  /** What it says of an object, given as plain maps, lists and values. */
  public Answer of(Map<String, Object> object) {
    Globals lua = new Globals();
    lua.load(new JseBaseLib());
    lua.load(new PackageLib());
    lua.load(new TableLib());
    LoadState.install(lua);
    LuaC.install(lua);
    lua.set("obj", value(object));
    LuaTable answer = lua.load(script, "health.lua").call().checktable();
    return new Answer(answer.get("status").checkjstring(), answer.get("message").checkjstring());
  }

  private static LuaValue value(Object from) {
    return switch (from) {
      case null -> LuaValue.NIL;
      case Map<?, ?> map -> {
        LuaTable table = new LuaTable();
        map.forEach((key, member) -> table.set((String) key, value(member)));
        yield table;
      }
      case List<?> list -> {
        LuaTable table = new LuaTable();
        list.forEach(member -> table.set(table.length() + 1, value(member)));
        yield table;
      }
      case Boolean truth -> LuaValue.valueOf(truth);
      case Number number -> LuaValue.valueOf(number.doubleValue());
      default -> LuaValue.valueOf(from.toString());
    };
  }
}
