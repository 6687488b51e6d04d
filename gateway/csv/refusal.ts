/** An answer that cannot be given as a table. `code` is one of schema/errors.json; what to do stands in the message. */
export class TableRefused extends Error {
  override readonly name = 'TableRefused';
  constructor(
    readonly code: 'NOT_A_TABLE' | 'TABLE_TOO_LARGE',
    message: string,
    /** The same in Vietnamese. */
    readonly messageVi: string,
  ) {
    super(message);
  }
}

/** Two lists of which none lies in the other: as one table, their rows would be paired at random. */
export function independentLists(one: string, other: string): TableRefused {
  return new TableRefused(
    'NOT_A_TABLE',
    `The answer is not one table: the lists "${one}" and "${other}" are independent of each other, so their rows cannot be ` +
      'paired. Ask for each of them in a question of its own, or take the answer as JSON.',
    `Câu trả lời không lập được thành một bảng: danh sách "${one}" và danh sách "${other}" độc lập với nhau nên không ghép ` +
      'dòng được. Hãy hỏi mỗi danh sách trong một câu hỏi riêng, hoặc nhận câu trả lời dạng JSON.',
  );
}

/** A table beyond a limit. It repeats on every row what JSON says once, so a fair answer can become a huge table. */
export function tooLarge(most: number, what: { readonly vi: string; readonly en: string }): TableRefused {
  const [en, vi] = ['en', 'vi'].map((language) => most.toLocaleString(language));
  return new TableRefused(
    'TABLE_TOO_LARGE',
    `The answer is too large as a table: it would have more than the ${en} ${what.en} allowed. What stands around the ` +
      'innermost list is repeated on each row: ask for less of it, for fewer areas or periods, or take the answer as JSON.',
    `Bảng quá lớn: vượt quá giới hạn ${vi} ${what.vi}. Phần bên ngoài danh sách trong cùng được lặp lại ở mọi dòng: hãy hỏi ` +
      'ít trường hơn ở phần đó, ít địa bàn hoặc ít kỳ hơn, hoặc nhận câu trả lời dạng JSON.',
  );
}
