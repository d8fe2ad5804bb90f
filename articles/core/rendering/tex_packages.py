r"""Commands of common packages as plain TeX: siunitx, physics, amscd, and mhchem's units.

What a formula looks like and how it reads as text are made from the same expansion. mhchem's `\ce`
is apart (chemistry.py): as text it stays what was typed.
"""

from articles.core.rendering.commutative_diagrams import expand_diagrams
from articles.core.rendering.physical_units import expand_pu
from articles.core.rendering.physics_package import expand_physics
from articles.core.rendering.units import expand_units


def expand_packages(tex: str) -> str:
    r"""`tex` without the commands of those packages; what is none of them stays.

    >>> expand_packages(r"\num{1e5}")
    '{1\\times 10^{5}}'
    """
    if "\\" not in tex:
        return tex
    if "\\pu" in tex:
        tex = expand_pu(tex)
    tex = expand_diagrams(tex)
    # siunitx first: its `\qty{5}{kg}` has two groups, that of physics one bracket or group.
    return expand_physics(expand_units(tex))
