const BINARY: Record<string, number> = {
  Ki: 1,
  Mi: 2,
  Gi: 3,
  Ti: 4,
  Pi: 5,
  Ei: 6,
};
const DECIMAL: Record<string, number> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const BY_EXPONENT = new Map(
  Object.entries(DECIMAL).map(([suffix, exponent]) => [exponent, suffix]),
);
const PATTERN =
  /^([+-]?)(\d+(?:\.\d*)?|\.\d+)(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]|[eE][+-]?\d+)?$/;
const NANO = 1_000_000_000n;

/** The value of a quantity (`500m`, `1Gi`) as a number; NaN when it is none. */
export function quantityValue(text: string | number | undefined): number {
  if (text === undefined) return 0;
  const match = PATTERN.exec(String(text));
  if (!match) return Number.NaN;
  const [, sign, digits, suffix = ''] = match;
  const value = Number(digits) * factor(suffix);
  return sign === '-' ? -value : value;
}

/**
 * The form in which the API server stores a quantity: the largest suffix of
 * its family that leaves no fraction (`0.5` → `500m`, `1000m` → `1`).
 * Text that is no quantity is returned unchanged; validation reports it.
 */
export function canonicalQuantity(text: string | number): string {
  const match = PATTERN.exec(String(text));
  if (!match) return String(text);
  const [, sign, digits, suffix = ''] = match;
  const nanos = toNanos(digits, suffix);
  if (nanos === undefined) return String(text);
  const prefix = sign === '-' && nanos !== 0n ? '-' : '';
  if (nanos === 0n) return '0';
  if (suffix in BINARY) return prefix + binaryForm(nanos, text);
  return prefix + decimalForm(nanos);
}

function factor(suffix: string): number {
  if (suffix in BINARY) return 1024 ** BINARY[suffix];
  if (suffix in DECIMAL) return 10 ** DECIMAL[suffix];
  return 10 ** Number(suffix.slice(1));
}

function toNanos(digits: string, suffix: string): bigint | undefined {
  const [whole, fraction = ''] = digits.split('.');
  const mantissa = BigInt((whole || '0') + fraction);
  const scale = fraction.length;
  if (suffix in BINARY) {
    return (
      (mantissa * NANO * 1024n ** BigInt(BINARY[suffix])) / 10n ** BigInt(scale)
    );
  }
  const exponent =
    suffix in DECIMAL ? DECIMAL[suffix] : Number(suffix.slice(1));
  const power = exponent - scale + 9;
  if (power < -30 || power > 60) return undefined;
  return power >= 0
    ? mantissa * 10n ** BigInt(power)
    : mantissa / 10n ** BigInt(-power);
}

function binaryForm(nanos: bigint, text: string | number): string {
  if (nanos % NANO !== 0n) return decimalForm(nanos);
  const value = nanos / NANO;
  if (value < 1024n) return String(value);
  for (const [suffix, power] of Object.entries(BINARY).reverse()) {
    const unit = 1024n ** BigInt(power);
    if (value % unit === 0n) return `${value / unit}${suffix}`;
  }
  return String(value ?? text);
}

function decimalForm(nanos: bigint): string {
  for (let exponent = 18; exponent >= -9; exponent -= 3) {
    const unit = 10n ** BigInt(exponent + 9);
    if (nanos % unit === 0n)
      return `${nanos / unit}${BY_EXPONENT.get(exponent) ?? ''}`;
  }
  return String(nanos);
}
