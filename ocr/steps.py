"""How often something was right, in rising steps of how sure it was: isotonic regression and its look-up."""

import bisect
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Steps:
    """Rising thresholds of the raw confidence and the share right from each on; as long as each other."""

    from_confidence: tuple[float, ...]
    share_right: tuple[float, ...]

    def share(self, confidence: float) -> float:
        """The share right at a raw confidence; below what was measured no more than the confidence itself."""
        if not self.share_right:
            return 0.0
        index = bisect.bisect_right(self.from_confidence, confidence) - 1
        return self.share_right[index] if index >= 0 else min(self.share_right[0], confidence)


def fitted(samples: Sequence[tuple[float, bool]]) -> Steps:
    """Rising steps through ``(confidence, right)`` samples: isotonic regression with one error and one hit added.

    Pool adjacent violators (Ayer et al. 1955); the added error keeps small pools from claiming certainty.
    """
    ordered = sorted(samples)
    pools: list[list[float]] = []  # first confidence, right, all
    for confidence, is_right in ordered:
        pools.append([confidence, float(is_right), 1.0])
        while len(pools) > 1 and pools[-2][1] * pools[-1][2] >= pools[-1][1] * pools[-2][2]:
            _first, right, every = pools.pop()
            pools[-1][1] += right
            pools[-1][2] += every
    smooth = [(pool[0], (pool[1] + 1.0) / (pool[2] + 1.25)) for pool in pools]
    rising, best = [], 0.0
    for confidence, share in smooth:
        best = max(best, min(share, 1.0))
        rising.append((confidence, best))
    return Steps(
        tuple(round(confidence, 4) for confidence, _share in rising), tuple(round(share, 4) for _c, share in rising)
    )
