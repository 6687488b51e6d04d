import { describe, expect, test } from 'vitest';
import { handedOver, judged, LESS, months, QUOTA, target } from './indicator.js';

const sentence = (indicator: unknown, period = '2023-S1') => judged(indicator, period).sentence;

describe('the sentence, in numbers as each language writes them', () => {
  test('on track: figure, target, way, time and what is missing', () => {
    const figures = { '2020-S2': 80, '2023-S1': [86.25, 7_301_925, 8_466_000] as const };
    expect(sentence(handedOver(figures))).toEqual({
      vi: 'Chưa đạt, đúng tiến độ: đến hết tháng 6/2023 là 86,3%, chỉ tiêu từ 90% trở lên; đã đi được 62,5% chặng đường từ mức gốc 80,0% (đến hết năm 2020) đến chỉ tiêu, trong khi đã qua 49,9% thời gian; còn thiếu 317.475 người có thẻ.',
      en: 'Not met, on track: 86.3% at the end of June 2023, the target is at least 90%; 62.5% of the way from the base of 80.0% (at the end of 2020) is covered, with 49.9% of the time gone; still missing: 317,475 people with a card.',
    });
  });

  test('missing at the planned size says so', () => {
    const changes = { unitCode: 'PER_10000', plannedDenominator: 883.3333, targets: [target(15)] };
    const { vi, en } = sentence(handedOver({ '2020-S2': 13.2, '2023-S1': [14, 11_695, 846.6] }, changes));
    expect(vi).toContain('là 14,0 trên 1 vạn dân, chỉ tiêu từ 15 trên 1 vạn dân trở lên');
    expect(vi).toContain('còn thiếu 1.555 người có thẻ (tính theo quy mô dự kiến của kế hoạch)');
    expect(en).toContain('14.0 per 10,000 people at the end of June 2023');
    expect(en).toContain('still missing: 1,555 people with a card (at the size that the plan foresees)');
  });

  test('met, exceeded and slipping', () => {
    expect(sentence(handedOver({ '2023-S1': 90 }))).toEqual({
      vi: 'Đã đạt: đến hết tháng 6/2023 là 90,0%, chỉ tiêu từ 90% trở lên.',
      en: 'Met: 90.0% at the end of June 2023, the target is at least 90%.',
    });
    expect(sentence(handedOver({ '2022-S1': 95.5, '2023-S1': 94 }))).toEqual({
      vi: 'Đã đạt và vượt, nhưng kém hơn cùng kỳ năm trước: đến hết tháng 6/2023 là 94,0%, chỉ tiêu từ 90% trở lên; cùng kỳ năm trước là 95,5%.',
      en: 'Met and exceeded, but worse than a year before: 94.0% at the end of June 2023, the target is at least 90%; a year before it was 95.5%.',
    });
  });

  test('moving away: worse than the base, or once met', () => {
    expect(sentence(handedOver({ '2020-S2': 80, '2023-S1': 79 })).vi).toContain(
      'kém hơn mức gốc 80,0% (đến hết năm 2020)',
    );
    const lost = sentence(handedOver({ '2020-S2': 91, '2023-S1': 89 }));
    expect(lost.vi).toMatch(/^Chưa đạt, đang xa dần chỉ tiêu: .*mức gốc 91,0% \(đến hết năm 2020\) đã đạt chỉ tiêu/);
    expect(lost.en).toMatch(/^Not met, moving away: .*the base of 91\.0% \(at the end of 2020\) had met it/);
  });

  test('less is better: what has to go down', () => {
    const poor = sentence(handedOver({ '2020-S2': 99, '2023-S1': [95, 950, 1000] }, LESS));
    expect(poor.vi).toContain('chỉ tiêu không quá 90%');
    expect(poor.vi).toContain('còn phải giảm 50 người có thẻ');
    expect(poor.en).toContain('still to go down by 50 people with a card');
  });

  test('a quota: the sum so far, its share, what was due, and the year before', () => {
    const jobs = handedOver(
      { ...months(2022, 1, 12, 15_000), ...months(2023, 1, 6, 14_000) },
      { ...QUOTA, targets: [target(160_000)] },
    );
    expect(sentence(jobs)).toEqual({
      vi: 'Đã đạt theo tiến độ của năm: 6 tháng đầu năm 2023 là 84.000 người, bằng 52,5% chỉ tiêu năm 160.000 người (mức cần có đến kỳ này là 80.000); năm 2022 đã đạt chỉ tiêu (180.000 người).',
      en: "Met at the pace of the year: 84,000 people in the first 6 months of 2023, 52.5% of the year's quota of 160,000 people (80,000 were due by then); 2022 met its quota (180,000 people).",
    });
    expect(sentence(jobs, '2022').vi).toBe(
      'Đã đạt và vượt: cả năm 2022 là 180.000 người, bằng 112,5% chỉ tiêu năm 160.000 người.',
    );
  });

  test('none at all is written 0', () => {
    expect(sentence(handedOver({ '2023-S1': 0 }, LESS)).vi).toContain('là 0%, chỉ tiêu không quá 90%');
  });

  test('a change is an improvement on the year before', () => {
    const changes = {
      rule: 'YEARLY_CHANGE',
      frequency: 'A',
      timeRule: 'AVERAGE',
      unitCode: 'PERCENTAGE_POINTS',
      decimals: 2,
      targets: [target(0.1)],
    };
    expect(sentence(handedOver({ '2022': 0.25 }, changes)).vi).toBe(
      'Đã đạt và vượt: năm 2022 mức cải thiện so với năm trước là 0,25 điểm phần trăm, chỉ tiêu từ 0,1 điểm phần trăm trở lên mỗi năm.',
    );
  });

  test('no data: each reason in its own words', () => {
    expect(sentence(handedOver({})).vi).toContain('không có số liệu nào tính đến ngày 30/6/2023');
    expect(sentence(handedOver({ '2021-S1': 95 })).vi).toContain(
      'số liệu gần nhất (đến hết tháng 6/2021) đã cũ hơn 18 tháng',
    );
    expect(sentence(handedOver({ '2023-S1': 85 })).en).toMatch(/^Not met, and progress cannot be judged: 85\.0%/);
    expect(sentence(handedOver({ '2020-S2': 85 }), '2020').en).toBe(
      'Not judged: no target was in force on 31 December 2020.',
    );
  });

  test('withdrawn', () => {
    const withdrawn = handedOver({}, { targets: [target(90), target(null, '2025-01')] });
    expect(sentence(withdrawn, '2025-S2').vi).toContain(
      'đã được rút khỏi Chương trình, không đánh giá từ tháng 1/2025',
    );
  });
});

describe('printed numbers never contradict the judgement', () => {
  test('a figure that rounds to the target without meeting it is printed with more decimals', () => {
    expect(sentence(handedOver({ '2020-S2': 80, '2023-S1': 89.96 })).vi).toContain(
      'là 89,96%, chỉ tiêu từ 90% trở lên',
    );
  });

  test('so is one that is below the target by less than a printed step', () => {
    const below = { ...LESS, rule: 'BELOW', targets: [target(3)] };
    expect(sentence(handedOver({ '2023-S1': 2.999 }, below)).en).toContain('Met: 2.999%');
  });

  test('a figure just worse than its base is not printed the same', () => {
    const { en } = sentence(handedOver({ '2020-S2': 80, '2023-S1': 79.98 }));
    expect(en).toContain('79.98% at the end of June 2023');
    expect(en).toContain('worse than the base of 80.00%');
  });

  test('shares of way and time that differ are printed apart', () => {
    const { en } = sentence(handedOver({ '2020-S2': 80, '2023-S1': 80 + 10 * (911 / 1826) - 0.0001 }));
    expect(en).toMatch(/^Not met, behind/);
    expect(en).toContain('49.889% of the way');
    expect(en).toContain('49.89% of the time');
  });

  test('what is missing is never printed as 0', () => {
    expect(sentence(handedOver({ '2020-S2': 80, '2023-S1': 89.999 })).vi).toContain('còn thiếu 0,001 điểm phần trăm');
  });
});

describe('periods in words', () => {
  const of = (text: string, changes: Record<string, unknown>) => sentence(handedOver({ [text]: 95 }, changes), '2023');

  test.each([
    ['STOCK', '2023-02', 'đến hết tháng 2/2023', 'at the end of February 2023'],
    ['STOCK', '2023-Q4', 'đến hết năm 2023', 'at the end of 2023'],
    ['FLOW', '2023-02', 'tháng 2/2023', 'in February 2023'],
    ['FLOW', '2023-Q3', 'quý III/2023', 'in the third quarter of 2023'],
    ['FLOW', '2023-S1', '6 tháng đầu năm 2023', 'in the first half of 2023'],
    ['FLOW', '2023-S2', '6 tháng cuối năm 2023', 'in the second half of 2023'],
    ['AVERAGE', '2023', 'năm 2023', 'in 2023'],
  ])('%s %s', (timeRule, text, vi, en) => {
    expect(of(text, { timeRule }).vi).toBe(`Đã đạt và vượt: ${vi} là 95,0%, chỉ tiêu từ 90% trở lên.`);
    expect(of(text, { timeRule }).en).toBe(`Met and exceeded: 95.0% ${en}, the target is at least 90%.`);
  });
});
