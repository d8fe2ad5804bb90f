r"""Names of siunitx's units and prefixes as TeX (siunitx manual, version 3, tables 1 to 6).

The tables hold the macros without backslash: `\kilo\metre\per\second`, and the abbreviations that
siunitx defines beside them (`\km`, `\kJ`).
"""

import re

PREFIXES = {
    "quecto": "q", "ronto": "r", "yocto": "y", "zepto": "z", "atto": "a", "femto": "f",
    "pico": "p", "nano": "n", "micro": r"\mu ", "milli": "m", "centi": "c", "deci": "d",
    "deca": "da", "deka": "da", "hecto": "h", "kilo": "k", "mega": "M", "giga": "G", "tera": "T",
    "peta": "P", "exa": "E", "zetta": "Z", "yotta": "Y", "ronna": "R", "quetta": "Q",
    "kibi": "Ki", "mebi": "Mi", "gibi": "Gi", "tebi": "Ti", "pebi": "Pi", "exbi": "Ei",
}  # fmt: skip

UNITS = {
    "ampere": "A", "candela": "cd", "kelvin": "K", "kilogram": "kg", "gram": "g", "metre": "m",
    "meter": "m", "mole": "mol", "second": "s", "becquerel": "Bq", "coulomb": "C", "farad": "F",
    "gray": "Gy", "henry": "H", "hertz": "Hz", "joule": "J", "katal": "kat", "lumen": "lm",
    "lux": "lx", "newton": "N", "ohm": r"\Omega ", "pascal": "Pa", "radian": "rad",
    "siemens": "S", "sievert": "Sv", "steradian": "sr", "tesla": "T", "volt": "V", "watt": "W",
    "weber": "Wb", "degreeCelsius": r"{}^{\circ}\mathrm{C}", "celsius": r"{}^{\circ}\mathrm{C}",
    "astronomicalunit": "au", "bel": "B", "dalton": "Da", "day": "d", "decibel": "dB",
    "degree": r"{}^{\circ}", "electronvolt": "eV", "hectare": "ha", "hour": "h", "litre": "L",
    "liter": "L", "arcminute": "{}'", "arcsecond": "{}''", "minute": "min",
    "neper": "Np", "tonne": "t", "angstrom": "Å", "bar": "bar", "atomicmassunit": "u",
    "knot": "kn", "mmHg": "mmHg", "nauticalmile": "M", "barn": "b", "percent": r"\%",
    "bit": "bit", "byte": "B", "year": "a", "curie": "Ci", "gal": "Gal", "atmosphere": "atm",
    "calorie": "cal", "torr": "Torr", "molar": "M", "gauss": "G", "dyne": "dyn", "erg": "erg",
    "inch": "in", "foot": "ft", "mile": "mi", "pound": "lb", "clight": "c_{0}",
    "electronmass": "m_{e}", "planckbar": r"\hbar ", "elementarycharge": "e", "euro": "€",
}  # fmt: skip

_ABBREVIATED = (
    "fg pg ng ug mg g kg fm pm nm um mm cm dm m km as fs ps ns us ms s fmol pmol nmol umol mmol mol"
    " kmol pA nA uA mA A kA ul ml l hl uL mL L hL fH pH nH mH uH mHz Hz kHz MHz GHz THz mN N kN MN"
    " Pa kPa MPa GPa mohm kohm Mohm pV nV uV mV V kV uW nW mW W kW MW GW uJ mJ J kJ eV meV keV MeV"
    " GeV TeV kWh F fF pF nF uF mF C K dB mT uT T kB MB GB TB kibit Mibit Gibit KiB MiB GiB rad"
    " mrad Pa hPa mol min h d t u sr lm lx Bq kBq MBq GBq Gy mGy Sv mSv uSv cm nN uN mC uC nC"
)
ABBREVIATIONS = {name: name for name in _ABBREVIATED.split()} | {
    name: r"\mu " + name[1:] for name in _ABBREVIATED.split() if re.fullmatch(r"u[A-Za-z]+", name)
}
ABBREVIATIONS |= {"kohm": r"k\Omega ", "mohm": r"m\Omega ", "Mohm": r"M\Omega "}

# Letters that a unit is written with where it is typed, not named: "m/s^2", "kg.m".
SYMBOLS = {"\u00b5": r"\mu ", "\u03bc": r"\mu ", "\u2126": r"\Omega ", "\u03a9": r"\Omega "}
SYMBOLS |= {"°": r"{}^{\circ}"}
