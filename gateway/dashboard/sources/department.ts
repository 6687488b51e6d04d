import type { ResultOf } from 'gql.tada';
import type { Words } from '../../pages/browser/language.js';
import type { Sources } from './operations.js';

export type Department = NonNullable<ResultOf<typeof Sources>['departments']>[number];
export type Source = NonNullable<Department['source']>;

/** How a system is reached. */
export const KIND_WORDS: Readonly<Record<Source['kind'], Words>> = {
  DHIS2_WEB_API: { vi: 'Giao diện web DHIS2', en: 'DHIS2 web API' },
  SQL_VIEWS: { vi: 'Khung nhìn chỉ đọc của cơ sở dữ liệu', en: 'Read-only database views' },
  WORKBOOKS: { vi: 'Thư mục bảng tính và tệp CSV', en: 'Folder of workbooks and CSV files' },
  REST_API: { vi: 'Giao diện REST', en: 'REST API' },
  FILES: { vi: 'Tệp của cơ quan thường trực', en: "Standing agency's files" },
};

/** How many reports came, of how many. */
export function reportsText({ reported, quality }: Source): Words | null {
  if (!reported || !quality) return null;
  const late = reported.areas.filter((area) => area.late).length;
  const all = `${quality.reported}/${quality.expected}`;
  return {
    vi: `${all} báo cáo${late > 0 ? `, ${late} chậm hạn` : ''}`,
    en: `${all} reports${late > 0 ? `, ${late} late` : ''}`,
  };
}

/** How late the reports of the period were complete, or are by now. */
export function lateText({ reported, quality }: Source): Words | null {
  if (!reported || !quality || quality.daysLate === null) return null;
  const { daysLate } = quality;
  if (daysLate === 0) return { vi: 'đúng hạn', en: 'in time' };
  const isComplete = reported.on !== null;
  return {
    vi: isComplete ? `đủ sau hạn ${daysLate} ngày` : `đã quá hạn ${daysLate} ngày`,
    en: isComplete ? `complete ${daysLate} days late` : `${daysLate} days overdue`,
  };
}

/** The name of what SEX:F stands for; the code itself where the department's indicators have no such item. */
export function itemName(department: Department, indicator: string | undefined, item: string): string {
  const breakdowns = department.indicators.find(({ code }) => code === indicator)?.series?.breakdowns ?? [];
  const [breakdown, code] = item.split(':');
  const items = breakdowns.find((one) => one.code === breakdown)?.items ?? [];
  return items.find((one) => one.code === code)?.name ?? item;
}
