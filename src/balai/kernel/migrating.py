"""Running many migrations in little more time than their SQL takes.

For each new table Django draws every model anew that has to do with it, directly or not, and of two hundred
tables nearly each has to do with every other: at a first start that was nine tenths of the time. What most
steps do to a table is read from its own model. So here only that is drawn, and what Django calls a delayed
state is drawn as a whole before a step that may look at other models.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.management.commands import migrate
from django.db.migrations import operations
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.migrations import Migration
    from django.db.migrations.operations.base import Operation

OF_ONE_MODEL = (
    operations.CreateModel,
    operations.AddField,
    operations.AddIndex,
    operations.RemoveIndex,
    operations.AddConstraint,
    operations.RemoveConstraint,
    operations.RunSQL,
    operations.RunPython,
)
"""What looks at no model but its own, and at the tables and keys that its fields name.

Python sees all models: Django itself draws a delayed state before it.
"""


@contextmanager
def drawing_only_what_changes(count: Callable[[int, int], None] = lambda _done, _of: None) -> Iterator[None]:
    """Let the command that runs the migrations do so within the block; it offers no other way.

    Args:
        count: takes after each migration how many of how many are done.
    """
    with _instead(migrate, "MigrationExecutor", partial(_Executor, count=count)):
        yield


@contextmanager
def _instead(owner: object, name: str, other: object) -> Iterator[None]:
    """Within the block, what an owner has by this name is another."""
    ordinary = getattr(owner, name)
    setattr(owner, name, other)
    try:
        yield
    finally:
        setattr(owner, name, ordinary)


class _Executor(MigrationExecutor):
    def __init__(self, *arguments: Any, count: Callable[[int, int], None]) -> None:
        super().__init__(*arguments)
        self._count = count

    def migrate(self, targets: Any, plan: Any = None, *args: Any, **options: Any) -> ProjectState:
        self._done, self._of = 0, len(plan or ())
        return super().migrate(targets, plan, *args, **options)

    def apply_migration(
        self, state: ProjectState, migration: Migration, *args: Any, **options: Any
    ) -> ProjectState:
        state = self._apply(state, migration, *args, **options)
        self._done += 1
        self._count(self._done, self._of)
        return state

    def _apply(self, state: ProjectState, migration: Migration, *args: Any, **options: Any) -> ProjectState:
        if all(_is_of_one_model(operation) for operation in migration.operations):
            with _instead(ProjectState, "reload_model", _draw_alone):
                return super().apply_migration(state, migration, *args, **options)
        if state.is_delayed:
            state.clear_delayed_apps_cache()
            state.is_delayed = False
            _ = state.apps  # drawn here, and not once before and once after the step
        return super().apply_migration(state, migration, *args, **options)


def _is_of_one_model(operation: Operation) -> bool:
    if isinstance(operation, operations.AlterField):  # others' fields point to what is unique alone
        return not (operation.field.is_relation or operation.field.unique)
    return isinstance(operation, OF_ONE_MODEL)


def _draw_alone(state: Any, app_label: str, model_name: str, delay: bool = False) -> None:  # noqa: FBT001, FBT002 -- as Django's
    if "apps" in state.__dict__:
        state._reload({(app_label, model_name)})  # noqa: SLF001 -- as Django's own
        state.is_delayed = True
