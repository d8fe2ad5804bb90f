/* How long an answer is, in words and in minutes. */

// Words a minute, silently, of prose in English (Brysbaert 2019, "How many words do we read per
// minute?", Journal of Memory and Language 109).
const WORDS_A_MINUTE = 238;
// A formula is one word, however long its TeX.
const FORMULA = /\$\$[^]*?\$\$|\\\[[^]*?\\\]|\\\([^]*?\\\)|\$(?=\S)(?:\\[^]|[^\\$])*?(?<=\S)\$(?!\d)/g;
const ADDRESS = /\]\([^)\s]*\)/g;
// Scripts without blanks between words are counted by their signs.
const SIGN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu;
const WORD = /[\p{L}\p{N}]+(?:['’.,-][\p{L}\p{N}]+)*/gu;

export const lengthInWords = (markdown) => {
  const text = markdown.replace(FORMULA, " formula ").replace(ADDRESS, "] ");
  const signs = (text.match(SIGN) || []).length;
  const words = signs + (text.replace(SIGN, " ").match(WORD) || []).length;
  if (!words) return "";
  const minutes = Math.max(1, Math.round(words / WORDS_A_MINUTE));
  const number = words.toLocaleString("en");
  return `${number} word${words === 1 ? "" : "s"}, ${minutes} minute${minutes === 1 ? "" : "s"} to read`;
};
