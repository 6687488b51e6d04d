import type { Text } from '../core/catalogue.js';
import type { Judgement, NoDataReason } from './judgement.js';
import { partsPhrase } from './parts.js';
import { missingPhrase, sentence, standingPhrase, wayPhrase } from './phrase.js';
import { quotaSentence } from './quota-sentence.js';
import { isLive } from './target.js';
import { lastDayOf, monthText, valueText, when } from './wording.js';

/** The judgement in one sentence of each language: the state, the latest figure, the target, and what decided. */
export function sentenceOf(judgement: Judgement): Text {
  const { latest, target, quota, state, reason } = judgement;
  if (state === 'WITHDRAWN' && target) return withdrawnSentence(target.from);
  const isJudged = reason === null || reason === 'NO_BASE';
  if (!latest || !isLive(target) || !isJudged) return noDataSentence(judgement);
  if (quota) return quotaSentence(judgement, quota);
  const standing = standingPhrase(judgement, latest, target);
  const parts = partsPhrase(judgement);
  if (state === 'MET' || state === 'MET_SLIPPING') return metSentence(judgement, standing, parts);
  const way = wayPhrase(judgement, latest, target);
  return sentence(openingOf(judgement), [standing, parts, way, missingPhrase(judgement)]);
}

/** "Đã đạt" or "Đã đạt và vượt". */
function metOpening({ exceeded }: Judgement): Text {
  return exceeded ? { vi: 'Đã đạt và vượt', en: 'Met and exceeded' } : { vi: 'Đã đạt', en: 'Met' };
}

function withdrawnSentence(from: string): Text {
  const month = monthText(from);
  return {
    vi: `Chỉ tiêu đã được rút khỏi Chương trình, không đánh giá từ ${month.vi}.`,
    en: `The target was withdrawn from the programme and is not judged from ${month.en} on.`,
  };
}

/** Why an area is not judged, where no day has to be named. */
const AREA_SENTENCES: Partial<Record<NoDataReason, Text>> = {
  NO_AREA_TARGET: {
    vi: 'Không đánh giá: địa bàn không có chỉ tiêu riêng, và chỉ tiêu của Thành phố không được chia cho các địa bàn.',
    en: "Not judged: the area has no target of its own, and the city's is not shared out among areas.",
  },
  WITHHELD: {
    vi: 'Không đánh giá: số liệu được giữ kín để không ai nhận ra được người hay hộ nào.',
    en: 'Not judged: the figures are withheld so that nobody can be recognised.',
  },
  DOES_NOT_APPLY: {
    vi: 'Không đánh giá: chỉ tiêu không áp dụng cho địa bàn này vì mẫu số bằng 0.',
    en: 'Not judged: the target does not apply to the area, whose denominator is 0.',
  },
};

function noDataSentence({ period, latest, reason, indicator }: Judgement): Text {
  const day = lastDayOf(period);
  if (reason === 'NO_TARGET') {
    return {
      vi: `Không đánh giá: đến ngày ${day.vi} chưa có chỉ tiêu nào có hiệu lực.`,
      en: `Not judged: no target was in force on ${day.en}.`,
    };
  }
  const said = reason && AREA_SENTENCES[reason];
  if (said) return said;
  if (reason === 'AREA_NOT_STANDING') {
    return {
      vi: `Không đánh giá: địa bàn không tồn tại vào ngày ${day.vi}.`,
      en: `Not judged: the area did not stand on ${day.en}.`,
    };
  }
  if (!latest) {
    return {
      vi: `Chưa có số liệu để đánh giá: không có số liệu nào tính đến ngày ${day.vi}.`,
      en: `No data to judge by: there is no figure up to ${day.en}.`,
    };
  }
  const at = when(indicator, latest.period);
  if (reason === 'LOW_RELIABILITY') {
    return {
      vi: `Không đánh giá: số liệu gần nhất (${at.vi}) là ước tính có độ tin cậy thấp.`,
      en: `Not judged: the latest figure (${at.en}) is an estimate of low reliability.`,
    };
  }
  return {
    vi: `Chưa có số liệu để đánh giá: số liệu gần nhất (${at.vi}) đã cũ hơn 18 tháng so với ngày ${day.vi}.`,
    en: `No data to judge by: the latest figure (${at.en}) is more than 18 months older than ${day.en}.`,
  };
}

function metSentence(judgement: Judgement, standing: Text, parts: Text | null): Text {
  const { indicator, state, yearBefore } = judgement;
  const opening = metOpening(judgement);
  if (state === 'MET' || !yearBefore) return sentence(opening, [standing, parts]);
  const before = valueText(indicator, yearBefore.value);
  return sentence(
    { vi: `${opening.vi}, nhưng kém hơn cùng kỳ năm trước`, en: `${opening.en}, but worse than a year before` },
    [standing, parts, { vi: `cùng kỳ năm trước là ${before.vi}`, en: `a year before it was ${before.en}` }],
  );
}

function openingOf({ state, reason }: Judgement): Text {
  if (reason === 'NO_BASE') {
    return { vi: 'Chưa đạt, chưa đủ số liệu để xác định tiến độ', en: 'Not met, and progress cannot be judged' };
  }
  if (state === 'ON_TRACK') return { vi: 'Chưa đạt, đúng tiến độ', en: 'Not met, on track' };
  if (state === 'BEHIND') return { vi: 'Chưa đạt, chậm tiến độ', en: 'Not met, behind' };
  return { vi: 'Chưa đạt, đang xa dần chỉ tiêu', en: 'Not met, moving away' };
}
