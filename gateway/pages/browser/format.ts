import type { Language } from './language.js';

const LOCALES: Readonly<Record<Language, string>> = { vi: 'vi-VN', en: 'en-GB' };

/** A number as the language writes it, with so many decimals: 8.435,7 and 8,435.7. */
export function number(value: number, language: Language, decimals = 0): string {
  const style = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return new Intl.NumberFormat(LOCALES[language], style).format(value);
}

/** A share (0 to 1) in whole percent. */
export function percent(share: number, language: Language): string {
  return new Intl.NumberFormat(LOCALES[language], { style: 'percent', maximumFractionDigits: 0 }).format(share);
}

/** A day in Hanoi: 30/6/2023 and 30 June 2023. */
export function day(instant: string | Date, language: Language): string {
  const month = language === 'vi' ? 'numeric' : 'long';
  const style = { day: 'numeric', month, year: 'numeric' } as const;
  return new Intl.DateTimeFormat(LOCALES[language], { ...style, timeZone: 'Asia/Ho_Chi_Minh' }).format(
    typeof instant === 'string' ? new Date(instant) : instant,
  );
}

/** A time of day in Hanoi: 09:05. */
export function time(instant: Date, language: Language): string {
  const style = { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Ho_Chi_Minh' } as const;
  return new Intl.DateTimeFormat(LOCALES[language], style).format(instant);
}

const STEPS = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** How long ago it was, in its largest unit: 3 tháng trước, 3 months ago. */
export function ago(instant: string | Date, now: Date, language: Language): string {
  const seconds = (now.getTime() - new Date(instant).getTime()) / 1000;
  const relative = new Intl.RelativeTimeFormat(LOCALES[language], { numeric: 'auto' });
  const step = STEPS.find(([, length]) => seconds >= length);
  if (!step) return language === 'vi' ? 'vừa xong' : 'just now';
  return relative.format(-Math.floor(seconds / step[1]), step[0]);
}

/** A period in words: 2023-S1 is "6 tháng đầu năm 2023" and "first half of 2023". */
export function period(text: string, language: Language): string {
  const [year = text, part = ''] = text.split('-');
  const vi = language === 'vi';
  if (part === '') return vi ? `Năm ${year}` : year;
  if (part === 'S1') return vi ? `6 tháng đầu năm ${year}` : `First half of ${year}`;
  if (part === 'S2') return vi ? `6 tháng cuối năm ${year}` : `Second half of ${year}`;
  if (part.startsWith('Q')) return vi ? `Quý ${part.slice(1)} năm ${year}` : `Quarter ${part.slice(1)} of ${year}`;
  if (vi) return `Tháng ${Number(part)} năm ${year}`;
  return new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${year}-${part}-01T00:00:00Z`),
  );
}

/** A number with as many decimals as it has, at most so many: a target of 47, not 47,0. */
export function numberUpTo(value: number, language: Language, decimals: number): string {
  return new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: decimals }).format(value);
}

/** A number with its unit. A sign stays beside its number, a unit in words may stand on the next line. */
export function withUnit(text: string, unit: string): string {
  return `${text}${unit.length === 1 ? '\u00a0' : ' '}${unit}`;
}

/** The last month of a period, counted from the year 0: periods of any frequency in one order. */
export function lastMonth(period: string): number {
  const [year = period, part = ''] = period.split('-');
  const months = part === '' ? 12 : Number(part.replace(/^[SQ]/, '')) * (part[0] === 'S' ? 6 : part[0] === 'Q' ? 3 : 1);
  return Number(year) * 12 + months - 1;
}

/** The instant at which a period was over in Hanoi. */
export function endOf(period: string): Date {
  const next = lastMonth(period) + 1;
  return new Date(Date.UTC(Math.floor(next / 12), next % 12, 1, -7));
}

/** A period in few letters, for tables: 6T đầu 2023, H1 2023. */
export function shortPeriod(text: string, language: Language): string {
  const [year = text, part = ''] = text.split('-');
  const vi = language === 'vi';
  if (part === '') return vi ? `năm ${year}` : year;
  if (part === 'S1') return vi ? `6 tháng đầu ${year}` : `1st half ${year}`;
  if (part === 'S2') return vi ? `6 tháng cuối ${year}` : `2nd half ${year}`;
  if (part.startsWith('Q')) return vi ? `quý ${part.slice(1)}/${year}` : `Q${part.slice(1)} ${year}`;
  return vi ? `tháng ${Number(part)}/${year}` : period(text, language);
}
