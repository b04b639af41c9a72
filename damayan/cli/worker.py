"""The worker process: runs the jobs that wait in the database."""

import asyncio
import os
import sys
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from procrastinate import App, JobContext

_CONCURRENCY = 4
_GRACE = 6.0  # seconds a job may go on after we are asked to stop
_OLD_HOURS = 24 * 14


def main() -> int:
    """Run jobs until told to stop."""
    django.setup()
    from procrastinate import PsycopgConnector
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.utils import connector_params

    _add_housekeeping()
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=_CONCURRENCY)
    with app.replace_connector(connector) as ours:
        asyncio.run(_work(ours))
    return 0


async def _work(app: "App") -> None:
    async with app.open_async():
        await app.run_worker_async(
            concurrency=int(os.environ.get("DAMAYAN_JOBS", _CONCURRENCY)),
            delete_jobs="successful",
            shutdown_graceful_timeout=_GRACE,
        )


async def retry_stalled(context: "JobContext", timestamp: int) -> None:
    """Give every job whose worker died to another one."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job)


async def forget_old(context: "JobContext", timestamp: int) -> None:
    """Remove jobs that ended badly two weeks ago; those that ended well are gone already."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=_OLD_HOURS,
        include_failed=True,
        include_cancelled=True,
        include_aborted=True,
    )


def _add_housekeeping() -> None:
    from procrastinate.contrib.django import app

    for cron, work in (("* * * * *", retry_stalled), ("17 3 * * *", forget_old)):
        name = f"damayan.cli.{work.__name__}"
        task = app.task(name=name, queueing_lock=name, pass_context=True)(work)
        app.periodic(cron=cron)(task)


if __name__ == "__main__":
    sys.exit(main())
