"""Jobs that failed, made as the workers' library keeps them."""

from django.db import connection

from hub.common.deferral import Task, defer


def fail(task: str = Task.SEND_LETTER.value, count: int = 1, lock: str | None = None) -> list[int]:
    """Some jobs of a task that failed for good; their numbers."""
    made = []
    for number in range(count):
        if task == Task.SEND_LETTER.value:
            defer(Task.SEND_LETTER, [number + 1])
        with connection.cursor() as cursor:
            if task == Task.SEND_LETTER.value:
                cursor.execute("SELECT max(id) FROM procrastinate_jobs")
            else:
                cursor.execute(
                    "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args, status, queueing_lock) "
                    "VALUES ('default', %s, 0, '{\"timestamp\": 1}', 'todo', %s) RETURNING id",
                    [task, lock],
                )
            (job,) = cursor.fetchone()
            for status in ("doing", "failed"):
                cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [status, job])
            made.append(job)
    return made
