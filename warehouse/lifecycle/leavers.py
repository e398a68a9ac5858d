"""Anonymises what is kept of people who have left: their pseudonym is replaced by a random name.

The random name cannot be linked to anybody. Rows of people who are still on the roster are not renamed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from warehouse.facts.store import Store


def rename_leavers(store: Store, before: date) -> None:
    """Replace the pseudonyms of people who left the roster by random names, in the rosters of shown months.

    The disclosure audit needs to know that a row of another month is the same person, but not who it is.

    Args:
        store: the warehouse.
        before: rename only people whose last month in these rosters is before this day.
    """
    store.execute(
        """
        update release.roster_month as r set staff = lot.name
        from (
            select staff, md5(uuid()::text) as name from (
                select staff from release.roster_month group by staff having max(month) < ?
            ) anti join raw.assignment using (staff)
        ) as lot
        where r.staff = lot.staff
        """,
        [before],
    )


def condense_first_use(store: Store, before: date) -> None:
    """Reduce `core.first_use` before a day to one row per person and tool, for people who are still on the roster.

    The adoption curve counts everybody who has begun. People who have left stay only in the launch month's cohort,
    under a random name that cannot be linked to anybody.

    Args:
        store: the warehouse.
        before: months before this day are reduced; people assigned on or after it stay under their pseudonym.
    """
    table = "kept.core__first_use"
    if not store.rows(
        "from duckdb_tables() where schema_name = 'kept' and table_name = 'core__first_use'"
    ):
        return
    store.execute(
        f"""
        create or replace table {table} as
        with first as (
            select staff, tool, min(month) as month, min(first_on) as first_on
            from {table} where month < ? group by staff, tool
        ),
        here as (
            select distinct staff from raw.assignment where coalesce(to_on, date '9999-12-31') >= ?
        ),
        lot as (
            select staff, md5(uuid()::text) as name from (select distinct staff from first)
        )
        select case when h.staff is null then l.name else f.staff end as staff, f.tool, f.month, f.first_on
        from first f
        join lot l on l.staff = f.staff
        cross join core.town t
        left join here h on h.staff = f.staff
        where h.staff is not null or f.month = date_trunc('month', t.launched_on)::date
        """,
        [before, before],
    )
    store.execute("delete from core.first_use where month < ?", [before])
    store.execute(f"insert into core.first_use by name from {table}")
