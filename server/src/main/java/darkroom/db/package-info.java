/**
 * The only home of SQL. Writes of all threads are gathered into one commit by one writer; reads run
 * on a few connections of their own. Each store method is one statement of the business and stands
 * or falls alone within the shared commit.
 *
 * <p>Why SQLite by default: one file, no server, and with a gathered commit it takes more submits
 * than one machine can draw. May use: task, account, credit, webhook, worker (it implements their
 * ports). Read first: {@link darkroom.db.Database}, then {@link darkroom.db.JdbcTaskStore}.
 */
@NullMarked
package darkroom.db;

import org.jspecify.annotations.NullMarked;
