import fc from 'fast-check';
import { GraphQLError, parse, print } from 'graphql';
import { describe, expect, test } from 'vitest';
import { prettified } from '../../../gateway/explorer/editor/prettified.js';
import { SHELF } from '../../../gateway/explorer/shelf/index.js';
import { shelfText } from './shelf-text.js';

const meaning = (text: string) => print(parse(text));

describe('a formatted question', () => {
  test('has one field a line, two spaces a level, and an end of line', () => {
    expect(prettified('query A($p:String){programme{name summary(period:$p){met}}}')).toBe(
      'query A($p: String) {\n  programme {\n    name\n    summary(period: $p) {\n      met\n    }\n  }\n}\n',
    );
  });

  test('keeps comments where they stand: above a line, behind it, before a brace, at the end', () => {
    const text = '# first\nquery { # behind\n# above\nprogramme { name # the name\n # last of it\n} }\n# end';
    expect(prettified(text)).toBe(
      '# first\n{ # behind\n  # above\n  programme {\n    name # the name\n    # last of it\n  }\n}\n# end\n',
    );
  });

  test('means the same as before, and is formatted already', () => {
    for (const { name } of SHELF) {
      const once = prettified(shelfText(name));
      expect(meaning(once), name).toBe(meaning(shelfText(name)));
      expect(prettified(once), name).toBe(once);
    }
  });

  test('loses no comment, wherever it is put', () => {
    const tokens = 'query A { programme { name summary ( period : "2023" ) { met total } } }'.split(' ');
    fc.assert(
      fc.property(fc.subarray([...tokens.keys()]), fc.boolean(), (places, behind) => {
        const lines = tokens.map((token, at) => {
          if (!places.includes(at)) return token;
          return behind ? `${token} #c${at}\n` : `\n#c${at}\n${token}`;
        });
        const after = prettified(lines.join(' '));
        expect(meaning(after)).toBe(meaning(tokens.join(' ')));
        expect(after.match(/#c\d+/g)?.sort() ?? []).toEqual(places.map((at) => `#c${at}`).sort());
      }),
    );
  });

  test('is refused where the text is no GraphQL', () => {
    expect(() => prettified('query {')).toThrow(GraphQLError);
  });
});
