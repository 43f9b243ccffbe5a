"""What changing one person for another does to a cohort: counted, not solved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.selection.limits import lot

if TYPE_CHECKING:
    from collections.abc import Mapping

    from balai.engine.selection.limits import Limit, Pool


class Tally:
    """Counts what single swaps do to a cohort, without solving."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.worth = dict(zip(pool.ids, pool.worth, strict=True))
        columns = pool.columns
        self.shares = {
            limit.id: {
                columns[member]: share for member, share in zip(limit.members, limit.shares, strict=True)
            }
            for limit in pool.limits
        }
        self.sleepers = {room.id: frozenset(pool.ids[one] for one in room.people) for room in pool.rooms}

    def missed(self, limit: Limit, count: int) -> int:
        """People by which a count misses a limit."""
        return max(limit.least - count, 0) + (max(count - limit.most, 0) if limit.most is not None else 0)

    def hindrances(self, chosen: frozenset[str], nominee: str) -> list[Limit]:
        """Limits that keep a person from taking the place of anyone with fewer points."""
        counts = self._counts(chosen)
        found: set[str] = set()
        for leaver in chosen:
            if self.worth[leaver] >= self.worth[nominee]:
                continue
            worse = [limit for limit in self.pool.limits if self._worse(limit, counts, leaver, nominee)]
            hard = [limit.id for limit in worse if limit.weight is None]
            found.update(hard or [limit.id for limit in worse])
        return [limit for limit in self.pool.limits if limit.id in found]

    def heir(self, chosen: frozenset[str], leaver: str, seed: int, locked: frozenset[str]) -> str | None:
        """The best replacement when the others stay: most points, then the smaller lot."""
        counts = self._counts(chosen)
        ranks = (
            (-self._worth_after(counts, leaver, nominee), lot(seed, nominee), nominee)
            for nominee in self.pool.ids
            if nominee not in chosen and nominee not in locked and not self._broken(counts, leaver, nominee)
        )
        return min(ranks, default=(0, 0, None))[2]

    def broken(self, chosen: frozenset[str], leaver: str, nominee: str) -> list[Limit]:
        """Rules missed once a newcomer has the leaver's place; the leaver's own lock left with the leaver."""
        return self._broken(self._counts(chosen), leaver, nominee)

    def brings(self, chosen: frozenset[str], leaver: str, nominee: str) -> int:
        """Tenths of a point a newcomer brings, what preferred targets then lose taken off."""
        return self._worth_after(self._counts(chosen), leaver, nominee)

    def _counts(self, chosen: frozenset[str]) -> dict[str, int]:
        """Of each limit, and of the people of each sex; rooms are added up from the latter."""
        sums = {
            limit: sum(share for one, share in shares.items() if one in chosen)
            for limit, shares in self.shares.items()
        }
        return sums | {room: len(chosen & people) for room, people in self.sleepers.items()}

    def _after(self, limit: Limit, counts: Mapping[str, int], leaver: str, nominee: str) -> int:
        shares = self.shares[limit.id]
        count = counts[limit.id] - shares.get(leaver, 0) + shares.get(nominee, 0)
        if limit.kind == "rooms":
            for room in self.pool.rooms:
                people = self.sleepers[room.id]
                sleep = counts[room.id] - (leaver in people) + (nominee in people)
                count += -(-sleep // room.beds)
        return count

    def _worse(self, limit: Limit, counts: Mapping[str, int], leaver: str, nominee: str) -> bool:
        after = self._after(limit, counts, leaver, nominee)
        before = self._after(limit, counts, leaver, leaver)
        return self.missed(limit, after) > self.missed(limit, before)

    def _broken(self, counts: Mapping[str, int], leaver: str, nominee: str) -> list[Limit]:
        return [
            limit
            for limit in self.pool.limits
            if limit.weight is None
            and limit.id != f"lock:{leaver}"
            and self.missed(limit, self._after(limit, counts, leaver, nominee))
        ]

    def _worth_after(self, counts: Mapping[str, int], leaver: str, nominee: str) -> int:
        lost = sum(
            limit.weight * self.missed(limit, self._after(limit, counts, leaver, nominee))
            for limit in self.pool.limits
            if limit.weight is not None
        )
        return self.worth[nominee] - lost
