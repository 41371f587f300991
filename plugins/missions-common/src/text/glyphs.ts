/**
 * Letters and signs that most fonts draw as the ASCII character before them, or
 * nearly so. A choice in the manner of UTS #39; ASCII is told apart by the font.
 */
const LIKE_ASCII = [
  'a\u0251\u03b1\u0430\u237a b\u0184\u13cf c\u03f2\u0441\u1d04 d\u0501\u13e7',
  'e\u0435\u04bd\u212e f\u0584\u1e9d g\u0261\u0581 h\u04bb\u0570\u13c2',
  'i\u0131\u0269\u026a\u03b9\u0456\u13a5\u2373 j\u0237\u03f3\u0458',
  'k\u0138\u03ba\u043a l\u01c0\u04cf n\u03b7\u0578\u057c',
  'o\u03bf\u03c3\u043e\u0585\u1d0f\u1d11\u10ff p\u03c1\u03f1\u0440\u2374',
  'q\u051b\u0563\u0566 r\u0433\u1d26 s\u01bd\u0455\ua731 t\u03c4\u0442',
  'u\u028b\u03c5\u057d\u1d1c v\u03bd\u0475\u1d20\u2228\u22c1',
  'w\u03c9\u0461\u051d\u0561\u1d21 x\u00d7\u03c7\u0445\u2a2f',
  'y\u028f\u03b3\u0443\u04af\u10e7\u1eff z\u1d22',
  'A\u0391\u0410\u13aa\ua4ee B\u0392\u0412\u13f4\ua4d0',
  'C\u03f9\u0421\u13df\ua4da D\u13a0\ua4d3 E\u0395\u0415\u13ac\ua4f0',
  'F\u03dc\ua798\ua4dd G\u050c\u13c0\ua4d6 H\u0397\u041d\u13bb\ua4e7',
  'I\u0399\u0406\u04c0\ua4f2 J\u037f\u0408\u13ab\ua4d9',
  'K\u039a\u041a\u13e6\ua4d7 L\u13de\ua4e1 M\u039c\u03fa\u041c\u13b7\ua4df',
  'N\u039d\ua4e0 O\u039f\u041e\u0555\ua4f3 P\u03a1\u0420\u13e2\ua4d1',
  'Q\u051a\u2d55 R\u13a1\u13d2\ua4e3 S\u0405\u054f\u13d5\u13da\ua4e2',
  'T\u03a4\u0422\u13a2\ua4d4 U\u054d\u222a\ua4f4 V\u0474\u13d9\ua4e6',
  'W\u051c\u13b3\u13d4\ua4ea X\u03a7\u0425\ua4eb Y\u03a5\u04ae\u0423\ua4ec',
  'Z\u0396\u13c3\ua4dc 0\u07c0 2\u01a7 3\u01b7\u0417\u04e0 4\u13ce 5\u01bc',
  '6\u0431\u13ee 8\u0222 !\u01c3 "\u02ee\u05f4\u2033\u201c\u201d',
  "'\u00b4\u02b9\u02bb\u02bc\u0374\u055a\u2018\u2019\u2032",
  '*\u066d\u204e\u2217 +\u16ed ,\u00b8\u060c\u066b\u201a',
  '-\u02d7\u06d4\u2010\u2011\u2012\u2013\u2014\u2043\u2212\u2796\ufe58',
  '.\u2024 /\u2044\u2215\u2571\u29f8 :\u02d0\u0589\u05c3\u2236\ua789',
  '<\u02c2\u1438\u2039 =\u1400\u30a0\ua4ff >\u02c3\u1433\u203a ?\u0294',
  '(\u2768\u2772\u3014 )\u2769\u2773\u3015 \\\u2216\u29f5\u29f9',
  '^\u02c6 _\u02cd `\u02cb |\u2223 ~\u02dc\u2053\u223c',
];

/** Likewise between Arabic and Persian, and between Kana and Han. */
const LIKE_OTHERS = [
  '\u0643\u06a9 \u0649\u064a\u06cc \u0647\u06c1\u06d5',
  '\u0660\u06f0 \u0661\u06f1 \u0662\u06f2 \u0663\u06f3',
  '\u0667\u06f7 \u0668\u06f8 \u0669\u06f9',
  '\u30a8\u5de5 \u30ab\u529b \u30bf\u5915 \u30c8\u535c \u30cb\u4e8c',
  '\u30cf\u516b \u30d8\u3078 \u30ed\u53e3 \u30fc\u4e00',
];

const FIRST_OF = new Map(
  [...LIKE_ASCII, ...LIKE_OTHERS]
    .flatMap(line => line.split(' '))
    .flatMap(([first, ...others]) =>
      others.map(other => [other, first] as const),
    ),
);

/** Blocks of letters in another form: of mathematics, of a width, of an old encoding. */
const FORMS =
  /[\u00b5\u0132\u0133\u01c4-\u01cc\u01f1-\u01f3\u2100-\u214f\u2160-\u217f\u2f00-\u2fdf\ufb00-\ufdff\ufe70-\uffef\u{1d400}-\u{1d7ff}]/gu;
/** Fonts draw all of these as one box: of private use, or not assigned. */
const BOXES = /[\p{Co}\p{Cn}]/gu;
const NOT_DRAWN = /[\p{Default_Ignorable_Code_Point}\r]/gu;
/** As many marks as a letter may have in UAX #15's Stream-Safe Text Format. */
const MARKS = /\p{M}{30}/gu;
/** Parts marks; none is left of the text itself when it does. */
const JOINER = '\u034f';
const ASCII_ONLY = /^[\n -~]*$/;
const NOT_ASCII = /[^\0-\x7f]/gu;

/**
 * What of a text a reader sees: two texts of the same glyphs look alike. The
 * result is not for people. To sort marks takes the square of their number, so
 * more than 30 are sorted in parts.
 */
export function glyphsOf(text: string): string {
  if (ASCII_ONLY.test(text)) {
    return text;
  }
  return text
    .replace(NOT_DRAWN, '')
    .replace(BOXES, '\ufffd')
    .replace(MARKS, marks => marks + JOINER)
    .normalize('NFD')
    .replaceAll(JOINER, '')
    .replace(FORMS, letter => letter.normalize('NFKD'))
    .replace(NOT_ASCII, letter => FIRST_OF.get(letter) ?? letter);
}
