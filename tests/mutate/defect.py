"""One named defect: how it is made, and which rules must find it."""
import dataclasses
from typing import Callable

from edit import ALL


@dataclasses.dataclass(frozen=True)
class Defect:
    rule: str
    claim: str
    edit: Callable
    samples: tuple = ALL
    # Rules that see the same defect from another side, in every sample or in some.
    also: frozenset = frozenset()
    also_in: dict = dataclasses.field(default_factory=dict)

    def expected(self, sample):
        return {self.rule} | set(self.also) | set(self.also_in.get(sample, ()))
