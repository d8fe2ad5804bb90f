r"""TeX commands by kind, as alternatives of a regular expression without the backslash.

Whoever looks for a kind adds `\\(?:…)(?![A-Za-z])`, or the brace that must follow.
"""

TEXT = r"text\w*|mbox"
# Letters in another dress; the four whose letters are signs of their own (ℝ, 𝒞, 𝔤, ℒ).
SIGN_ALPHABETS = "mathbb|mathcal|mathfrak|mathscr"
ALPHABETS = rf"mathrm|mathbf|mathsf|mathtt|{SIGN_ALPHABETS}"
OPERATOR_NAME = r"operatorname\*?"
FRACTIONS = "[dtc]?frac"
BINOMIALS = "[dt]?binom"
BRACKET_SIZES = "[bB]igg?[lrm]?"
SIDES = "left|right|middle"
UNNUMBERED = "nonumber|notag"
LIMITS = "(?:no|display)?limits"
TYPE_SIZES = "tiny|scriptsize|footnotesize|small|normalsize|large|Large|LARGE|huge|Huge"
STYLES = "displaystyle|textstyle|scriptstyle|scriptscriptstyle"

# What begins with "n", which a literal `\n` may hide. These are TeX wherever they stand: no English
# word is left when the "n" is taken off.
N_COMMANDS = (
    "neg|neq|nabla|not|notin|newline|newcommand|nearrow|nwarrow|natural|ncong|nleq|ngeq|nsubset"
    "|nsubseteq|nsupseteq|nprec|nsucc|nrightarrow|nRightarrow|nleftarrow|nLeftarrow"
    "|nleftrightarrow|nLeftrightarrow|nvdash|nVdash|nvDash|nVDash|ntriangleleft|ntriangleright"
    f"|negthinspace|negmedspace|negthickspace|{UNNUMBERED}|nolimits|nobreak|noindent|normalsize"
    "|normalfont|ngeqq|ngeqslant|nleqq|nleqslant|npreceq|nsucceq|nshortmid|nshortparallel|notni"
    "|nsubseteqq|nsupseteqq|nsupset|nsucc|ntrianglelefteq|ntrianglerighteq|nequiv|nobreakspace"
    "|ngtrless|nlessgtr|nlesssim|ngtrsim|napprox|nwsearrow|neswarrow|newenvironment"
    # Of packages: mathtools and physics, nicefrac, siunitx with the units that it names.
    r"|norm|nicefrac|num(?=\s*[\[{])|numrange|numlist|numproduct|newton|nauticalmile|neper"
    r"|nano(?=\\(?:metre|meter|second|gram|mole|ampere|farad|henry|tesla|volt|watt|joule|newton"
    r"|coulomb|litre|liter|siemens|becquerel|molar))"
)
# A command, or a newline before "u", "e", "i", "in", "less"…: the place decides.
AMBIGUOUS_N_COMMANDS = "nu|ne|ni|nin|nmid|nless|nsim|nexists|nparallel|ngtr"
