-- what waits, by model, so that a model whose engines have enough to do holds nobody up
create index task_waiting on task (model, test, due_at) where status = 'not_started';

-- what has begun, and comes back
create index task_begun on task (due_at) where status = 'running';
