package darkroom.db;

import darkroom.task.TaskFile;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Pictures of tasks, and what they weigh on their account. */
final class FileRows {
  private static final String COLUMNS =
      """
      shot, token, object_key, format, media_type, extension, size, sha256, width, height, label,
      expires_at
      """;

  private FileRows() {}

  static List<TaskFile> of(Session session, String taskId) throws SQLException {
    return session
        .sql("select " + COLUMNS + " from task_file where task_id = :task order by shot")
        .set("task", taskId)
        .list(FileRows::file);
  }

  private static TaskFile file(Row row) throws SQLException {
    return new TaskFile(
        row.integer("shot"),
        row.text("token"),
        row.text("object_key"),
        row.text("format"),
        row.text("media_type"),
        row.text("extension"),
        row.number("size"),
        row.text("sha256"),
        row.integer("width"),
        row.integer("height"),
        row.text("label"),
        row.instant("expires_at"));
  }

  static int insert(Session session, String taskId, TaskFile file) throws SQLException {
    return session
        .sql(
            """
            insert into task_file
              (task_id, shot, token, object_key, format, media_type, extension, size, sha256,
               width, height, label, expires_at)
            values
              (:task, :shot, :token, :object_key, :format, :media_type, :extension, :size,
               :sha, :width, :height, :label, :expires)
            """)
        .set("task", taskId)
        .set("shot", file.shot())
        .set("token", file.token())
        .set("object_key", file.objectKey())
        .set("format", file.format())
        .set("media_type", file.mediaType())
        .set("extension", file.extension())
        .set("size", file.size())
        .set("sha", file.sha256())
        .set("width", file.width())
        .set("height", file.height())
        .set("label", file.label())
        .set("expires", file.expiresAt())
        .run();
  }

  /** Pictures of a task that failed are nobody's. */
  static Optional<TaskFile> find(Session session, String token) throws SQLException {
    return session
        .sql(
            "select "
                + COLUMNS
                + " from task_file where token = :token and exists (select 1 from task"
                + " where id = task_id and status in ('running', 'finished'))")
        .set("token", token)
        .first(FileRows::file);
  }

  static List<TaskFile> expired(Session session, Instant now, int most) throws SQLException {
    return session
        .sql(
            "select "
                + COLUMNS
                + " from task_file where deleted = 0 and expires_at < :now limit :most")
        .set("now", now)
        .set("most", most)
        .list(FileRows::file);
  }

  /** The first time that a picture's bytes are noted as gone, its account gets lighter. */
  static void forget(Session session, TaskFile file) throws SQLException {
    int forgotten =
        session
            .sql("update task_file set deleted = 1 where token = :token and deleted = 0")
            .set("token", file.token())
            .run();
    if (forgotten == 0) {
      return;
    }
    Optional<String> account =
        session
            .sql(
                """
                select account_id from task
                where id = (select task_id from task_file where token = :token)
                """)
            .set("token", file.token())
            .first(row -> row.text("account_id"));
    if (account.isPresent()) {
      weigh(session, account.get(), -file.size());
    }
  }

  static void weigh(Session session, String account, long bytes) throws SQLException {
    session
        .sql("update account set stored_bytes = stored_bytes + :bytes where id = :account")
        .set("bytes", bytes)
        .set("account", account)
        .run();
  }
}
