package darkroom.db;

import darkroom.engine.EngineMode;
import darkroom.engine.EngineModeStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The engine mode store in SQL. Thread-safe. */
public final class JdbcEngineModeStore implements EngineModeStore {
  private final Database database;

  public JdbcEngineModeStore(Database database) {
    this.database = database;
  }

  @Override
  public Map<String, EngineMode> modes() {
    var modes = new HashMap<String, EngineMode>();
    database
        .read(session ->
            session
                .sql("select name, mode from engine_mode")
                .list(row -> Map.entry(row.text("name"), EngineMode.ofWord(row.text("mode")))))
        .forEach(row -> modes.put(row.getKey(), row.getValue()));
    return modes;
  }

  @Override
  public void set(String engine, EngineMode mode, Instant now) {
    database.write(session ->
        session
            .sql(
                """
                insert into engine_mode (name, mode, changed_at) values (:name, :mode, :now)
                on conflict (name) do update set mode = :mode, changed_at = :now
                """)
            .set("name", engine)
            .set("mode", mode.word())
            .set("now", now)
            .run());
  }
}
