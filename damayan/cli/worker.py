"""The worker process: runs the jobs that wait in the database."""

import asyncio
import os
import sys
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from procrastinate import App

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


def _add_housekeeping() -> None:
    """Give every job whose worker was killed to another one, and forget old failures."""
    from procrastinate import JobContext
    from procrastinate.contrib.django import app

    @app.periodic(cron="* * * * *")
    @app.task(queueing_lock="damayan.cli.retry_stalled", pass_context=True, name="retry_stalled")
    async def retry_stalled(context: JobContext, timestamp: int) -> None:
        manager = context.app.job_manager
        for job in await manager.get_stalled_jobs():
            await manager.retry_job(job)

    @app.periodic(cron="17 3 * * *")
    @app.task(queueing_lock="damayan.cli.forget_old", pass_context=True, name="forget_old")
    async def forget_old(context: JobContext, timestamp: int) -> None:
        await context.app.job_manager.delete_old_jobs(
            nb_hours=_OLD_HOURS,
            include_failed=True,
            include_cancelled=True,
            include_aborted=True,
        )


if __name__ == "__main__":
    sys.exit(main())
