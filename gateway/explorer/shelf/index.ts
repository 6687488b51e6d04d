/** One text in the two languages of the pages. */
interface Text {
  readonly vi: string;
  readonly en: string;
}

/** A worked question. Its text is in `<name>.graphql` beside this file, as one operation of that name (WhereItStands). */
export interface ShelfEntry {
  readonly name: string;
  readonly title: Text;
  /** What the answer shows, and what to change in the question for another one. */
  readonly shows: Text;
  /** With what the question is asked until somebody changes it; `lang` is that of the page. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The worked questions in the order in which they are offered: how it stands, why, where, since when, and by whom. */
export const SHELF: readonly ShelfEntry[] = [
  {
    name: 'where-it-stands',
    title: { vi: 'Chương trình đang thực hiện đến đâu?', en: 'Where does the programme stand?' },
    shows: {
      vi: 'Mỗi chỉ tiêu một dòng: mức chỉ tiêu, số liệu mới nhất, kết quả đánh giá, phần chặng đường đã đi so với phần thời gian đã qua và cơ quan chịu trách nhiệm. Dòng nào cũng có số tổng hợp: bao nhiêu chỉ tiêu đã đạt, trong đó bao nhiêu dựa trên mức chỉ tiêu giả định và bao nhiêu dựa trên số liệu mẫu.',
      en: 'One row per target: the value to reach, the latest figure, the judgement, the share of the way against the share of time, and who is responsible. Each row repeats the totals: how many targets are met, and how many of those by an assumed target value and by sample figures.',
    },
    variables: { period: '2023-S1' },
  },
  {
    name: 'figures-of-a-period',
    title: { vi: 'Số liệu toàn thành phố của một kỳ báo cáo', en: 'The figures of the city in one period' },
    shows: {
      vi: 'Số liệu của Thành phố về từng chỉ tiêu trong đúng một kỳ báo cáo, kèm trạng thái, nguồn, tài liệu và thời điểm công bố. Chỉ tiêu không có số liệu của kỳ này vẫn có một dòng và nêu rõ lý do.',
      en: 'The figure of the city for each target in exactly one period, with its status, source, document and time of publication. A target without a figure for that period still has its row, with the reason.',
    },
    variables: { period: '2023-S1' },
  },
  {
    name: 'hard-targets',
    title: { vi: 'Các chỉ tiêu khó và phần còn thiếu', en: 'The hard targets and what is missing' },
    shows: {
      vi: 'Những chỉ tiêu được xác định là khó: còn thiếu bao nhiêu tính theo số tuyệt đối (bác sỹ, người dân, học sinh), mỗi năm phải tăng thêm bao nhiêu và cơ quan nào chịu trách nhiệm.',
      en: 'The targets that are called hard: how much is missing in absolute numbers (doctors, people, pupils), how much must be gained each year, and who is responsible.',
    },
    variables: { period: '2023-S1' },
  },
  {
    name: 'declared-and-computed',
    title: {
      vi: 'Số báo cáo công bố khác số tính toán ở đâu?',
      en: 'Where do reports declare otherwise than the figures say?',
    },
    shows: {
      vi: 'Những điểm mà báo cáo của kỳ này công bố nhưng kết quả tính từ số liệu không khớp: số chỉ tiêu đạt, vượt, đúng tiến độ, hoặc trạng thái của từng chỉ tiêu.',
      en: 'What reports about the period declare and the figures do not confirm: how many targets are met, exceeded or on schedule, or the state of a single target.',
    },
    variables: { period: '2023-S1' },
  },
  {
    name: 'what-we-knew',
    title: {
      vi: 'Ngày 1/8/2023 đã biết những gì?',
      en: 'What would we have said on 1 August 2023?',
    },
    shows: {
      vi: 'Số tổng hợp và kết quả đánh giá từng chỉ tiêu theo đúng những gì đã biết tại thời điểm đó; số liệu và mức chỉ tiêu điều chỉnh về sau không được tính đến.',
      en: 'The totals and the judgement of each target by what was known at that instant; figures and target values that were revised later do not count.',
    },
    variables: { asOf: '2023-08-01T00:00:00+07:00', period: '2023-S1' },
  },
  {
    name: 'what-changed',
    title: { vi: 'Những gì đã thay đổi kể từ một ngày?', en: 'What has changed since a date?' },
    shows: {
      vi: 'Số liệu của Thành phố được công bố lần đầu, điều chỉnh hoặc rút lại kể từ thời điểm đã chọn, cùng những đánh giá thay đổi theo. Bỏ biến areas để xem cả quận, huyện, phường, xã; bỏ bớt FIRST trong kinds để chỉ xem những gì được điều chỉnh. Mỗi lần trả về nhiều nhất 200 dòng; muốn xem tiếp thì hỏi thêm trường cursor và đưa giá trị cuối cùng vào after.',
      en: 'Figures of the city that were published for the first time, revised or withdrawn since an instant, and the judgements that turned with them. Leave out areas to see districts and communes as well; take FIRST out of kinds to see only what was corrected. There are 200 rows at most; to go on, ask for cursor and give the last one as after.',
    },
    variables: {
      since: '2026-01-01T00:00:00+07:00',
      areas: ['CITY-01'],
      kinds: ['FIRST', 'REVISION', 'WITHDRAWAL', 'STATUS', 'DEFINITION', 'JUDGEMENT'],
    },
  },
  {
    name: 'trend-of-an-indicator',
    title: { vi: 'Diễn biến của một chỉ tiêu', en: 'The trend of an indicator' },
    shows: {
      vi: 'Toàn bộ số liệu của Thành phố về một chỉ tiêu theo từng kỳ: giá trị, tử số, mẫu số, tăng giảm so với cùng kỳ năm trước, trạng thái, nguồn và thời điểm công bố.',
      en: 'All figures of the city of one indicator, period by period: value, numerator, denominator, change on the same time of the year before, status, source and time of publication.',
    },
    variables: { code: 'DOCTORS' },
  },
  {
    name: 'vintages-of-a-figure',
    title: { vi: 'Số liệu đã được điều chỉnh như thế nào?', en: 'How was a figure revised?' },
    shows: {
      vi: 'Từng lần ghi nhận số lượt người được giải quyết việc làm trong các tháng đã chọn: số sơ bộ (trạng thái P), số chính thức, thời điểm công bố và thời điểm ghi nhận.',
      en: 'Each record of the people helped into work in the chosen months: the preliminary figure (status P), the final one, when they were published and when they were recorded.',
    },
    variables: { code: 'JOBS', from: '2025-01', to: '2025-06' },
  },
  {
    name: 'where-it-leads',
    title: {
      vi: 'Nếu tiếp tục như vậy thì cuối Chương trình sẽ ra sao?',
      en: 'Where would it lead if it went on like this?',
    },
    shows: {
      vi: 'Dự báo đến hết Chương trình theo xu hướng của số liệu đến kỳ đã chọn, kèm khoảng dự báo 80% và phương pháp. Chỉ để tham khảo, không dùng để đánh giá.',
      en: 'The projection to the end of the programme by the trend up to the chosen period, with the 80 % interval and the method. For orientation, never used for a judgement.',
    },
    variables: { code: 'DOCTORS', period: '2023-S1' },
  },
  {
    name: 'one-row-per-district',
    title: {
      vi: 'Mỗi quận, huyện, thị xã một dòng, số liệu của bốn cơ quan',
      en: 'One row per district over four departments',
    },
    shows: {
      vi: 'Bác sỹ, trường đạt chuẩn quốc gia, hộ nghèo và bao phủ bảo hiểm y tế của 30 quận, huyện, thị xã, lấy từ Sở Y tế, Sở Giáo dục và Đào tạo, Sở Lao động - Thương binh và Xã hội và BHXH Thành phố. Ô trống có trạng thái Q là số liệu được giữ kín.',
      en: 'Doctors, schools at national standard, poor households and health insurance coverage of the 30 districts, from the departments of health, of education, of labour, and from social insurance. An empty cell with status Q is a figure that is withheld.',
    },
    variables: { period: '2023-S1' },
  },
  {
    name: 'judgements-by-district',
    title: { vi: 'Đánh giá một chỉ tiêu theo quận, huyện, thị xã', en: 'The judgement of each district' },
    shows: {
      vi: 'Kết quả đánh giá một chỉ tiêu tại từng quận, huyện, thị xã trong các kỳ đã chọn: trạng thái, số liệu mới nhất, mức chỉ tiêu và phần còn thiếu.',
      en: 'How one target is judged in each district in the chosen periods: the state, the latest figure, the value to reach and what is missing.',
    },
    variables: { code: 'HEALTH_INSURANCE', periods: ['2022-S2', '2023-S1'] },
  },
  {
    name: 'two-geographies',
    title: {
      vi: 'Cùng một số liệu theo ranh giới năm 2024 và ranh giới hiện nay',
      en: 'The same figures on the boundaries of 2024 and of today',
    },
    shows: {
      vi: 'Số bác sỹ trên một vạn dân của 30 quận, huyện, thị xã theo ranh giới ngày 1/1/2024 và của 126 phường, xã có từ ngày 1/7/2025, kèm cách quy đổi. Đây là hai danh sách độc lập với nhau nên không lập được thành một bảng; muốn tải về dạng CSV, hãy dùng câu hỏi kế tiếp.',
      en: 'Doctors per 10,000 people in the 30 districts on the boundaries of 1 January 2024 and in the 126 communes since 1 July 2025, with how the figures were moved. These are two independent lists and so not one table; to download CSV, use the next question.',
    },
    variables: { code: 'DOCTORS', period: '2023-S1' },
  },
  {
    name: 'communes-of-today',
    title: { vi: 'Số liệu cũ quy đổi về 126 phường, xã hiện nay', en: 'Former figures in the 126 communes of today' },
    shows: {
      vi: 'Số liệu của kỳ trước ngày 1/7/2025 quy đổi sang ranh giới các phường, xã hiện nay. Trạng thái E là số ước tính; U là số có độ tin cậy thấp, khi đó nên dùng khoảng giá trị (class) thay cho giá trị.',
      en: 'Figures from before 1 July 2025 brought to the boundaries of the communes of today. Status E is an estimate; U is of low reliability, and its class should be shown in place of its value.',
    },
    variables: { code: 'DOCTORS', periods: ['2023-S1'], boundaries: '2025-07-01' },
  },
  {
    name: 'what-became-of-communes',
    title: {
      vi: 'Phường, xã hiện nay được lập từ những phường, xã nào?',
      en: 'Of which former communes was each commune of today made?',
    },
    shows: {
      vi: 'Mỗi phường, xã hiện nay cùng các phường, xã, thị trấn cũ đã nhập vào, toàn bộ (FULL) hoặc một phần (PARTIAL), và quận, huyện, thị xã trước đây.',
      en: 'Each commune of today with the former communes that went into it, in full or in part, and the districts they belonged to.',
    },
    variables: { on: '2025-07-01' },
  },
  {
    name: 'women-and-men',
    title: { vi: 'Số liệu phân theo giới tính', en: 'Women and men' },
    shows: {
      vi: 'Tỷ lệ bao phủ bảo hiểm y tế của nữ và nam trên toàn thành phố, kèm số người. Nếu cộng nữ và nam không bằng số chung thì trường partsDiffer nêu mức chênh lệch.',
      en: 'Health insurance coverage of women and of men in the whole city, with the people counted. Where the two do not add up to the total, partsDiffer says by how much.',
    },
    variables: { code: 'HEALTH_INSURANCE', periods: ['2022-S2', '2023-S1'] },
  },
  {
    name: 'history-of-targets',
    title: { vi: 'Các mức chỉ tiêu qua từng lần điều chỉnh', en: 'The history of the target values' },
    shows: {
      vi: 'Mọi mức chỉ tiêu đã từng có hiệu lực, áp dụng từ tháng nào, căn cứ vào đâu (đã công bố, theo kế hoạch khác của Thành phố hay giả định), kể cả khi không còn giao.',
      en: 'Every target value that was ever in force, from which month on and what it rests on (published, of another plan of the city, or assumed), withdrawals included.',
    },
    variables: {},
  },
  {
    name: 'who-is-responsible',
    title: {
      vi: 'Cơ quan nào chịu trách nhiệm trước và sau khi sắp xếp bộ máy?',
      en: 'Who was responsible before and after the reorganisation?',
    },
    shows: {
      vi: 'Cơ quan chịu trách nhiệm về từng chỉ tiêu cuối năm 2024 và cuối năm 2025, cùng hệ thống đang cung cấp số liệu.',
      en: 'Who answered for each target at the end of 2024 and at the end of 2025, and the system that serves the figures.',
    },
    variables: { former: '2024-S2', present: '2025-S2' },
  },
  {
    name: 'who-is-late',
    title: { vi: 'Cơ quan, địa bàn nào báo cáo chậm?', en: 'Who reports late?' },
    shows: {
      vi: 'Hạn báo cáo và ngày có đủ báo cáo của từng cơ quan trong một kỳ, cùng các địa bàn báo cáo chậm. Cơ quan không có địa bàn nào chậm vẫn có một dòng.',
      en: 'When each department’s reports of a period were due and when they were complete, with the districts that were late. A department without a late district still has its row.',
    },
    variables: { period: '2023-S1' },
  },
  {
    name: 'reporting-quality',
    title: { vi: 'Báo cáo đầy đủ và đúng hạn đến mức nào?', en: 'How complete and how timely are the reports?' },
    shows: {
      vi: 'Tỷ lệ báo cáo đã nhận và số ngày chậm của từng cơ quan và từng chỉ tiêu trong một kỳ. Số ngày chậm để trống khi nguồn không cho biết thời điểm công bố.',
      en: 'The share of reports that came and the days of delay, for each department and each of its indicators in a period. The days are empty where the source does not say when it published.',
    },
    variables: { period: '2023-S1' },
  },
  {
    name: 'state-of-the-sources',
    title: { vi: 'Các hệ thống nguồn có đang trả lời không?', en: 'Do the departments’ systems answer?' },
    shows: {
      vi: 'Hệ thống của từng cơ quan: có trả lời hay không, lần trả lời gần nhất, lỗi gần nhất, bao nhiêu số liệu đang được giữ lại chờ xem xét, và có phải hệ thống mẫu hay không.',
      en: 'The system of each department: whether it answers, when it last did, its last error, how many figures are in quarantine, and whether it is the sample’s.',
    },
    variables: {},
  },
  {
    name: 'quarantine',
    title: { vi: 'Số liệu đang được giữ lại chờ xem xét', en: 'Figures in quarantine' },
    shows: {
      vi: 'Những số liệu nhận được nhưng không qua được kiểm tra: về chỉ tiêu, địa bàn, kỳ báo cáo nào và vì lý do gì. Bản thân con số không hiển thị ở đây.',
      en: 'Figures that came and failed a check: of which indicator, area and period, and why. The numbers themselves are not shown.',
    },
    variables: {},
  },
  {
    name: 'search',
    title: { vi: 'Tìm chỉ tiêu, không cần gõ dấu', en: 'Search without diacritics' },
    shows: {
      vi: 'Các chỉ tiêu có tên hoặc mã chứa các từ cần tìm, gõ có dấu hay không dấu đều được, cùng cơ quan và hệ thống cung cấp số liệu.',
      en: 'The indicators whose name or code holds the words, with or without diacritics, and the department and system that serve them.',
    },
    variables: { text: 'bao hiem y te' },
  },
];
