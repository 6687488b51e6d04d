import {
  astFromValue,
  type GraphQLArgument,
  type GraphQLEnumValue,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type GraphQLType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  print,
} from 'graphql';
import { useEffect, useRef } from 'preact/hooks';
import { useLanguage } from '../../pages/browser/language.js';
import type { Place } from '../editor/question-editor.js';
import { Description } from './description.js';
import { TypeName } from './type-name.js';

const WORDS = {
  unknown: { vi: 'Lược đồ không có kiểu này.', en: 'The schema has no such type.' },
  implements: { vi: 'Thuộc giao diện', en: 'Implements' },
  oneOf: { vi: 'Là một trong các kiểu', en: 'Is one of' },
  arguments: { vi: 'Tham số', en: 'Arguments' },
  deprecated: { vi: 'Không nên dùng nữa', en: 'Deprecated' },
};

type Member = GraphQLField<unknown, unknown> | GraphQLInputField | GraphQLEnumValue;

interface TypeDocProps {
  readonly schema: GraphQLSchema;
  readonly place: Place;
  readonly onShow: (place: Place) => void;
}

/** A type, what it has, and where one can go from there. What is asked for is shown first. */
export function TypeDoc({ schema, place, onShow }: TypeDocProps) {
  const { say } = useLanguage();
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (place.field) box.current?.querySelector('[data-chosen]')?.scrollIntoView({ block: 'center' });
  }, [place.type, place.field]);
  const type = schema.getType(place.type);
  if (!type) return <p class="status">{say(WORDS.unknown)}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard.
    <section class="scrolled" ref={box} tabIndex={0} aria-labelledby="doc-type">
      <h2 id="doc-type" class="code-name">
        {type.name}
      </h2>
      <Description text={type.description} />
      <Related schema={schema} type={type} onShow={onShow} />
      <ul class="members">
        {membersOf(type).map((member) => (
          <li key={member.name} data-chosen={member.name === place.field || undefined}>
            <MemberDoc member={member} onShow={onShow} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function membersOf(type: GraphQLNamedType): readonly Member[] {
  if (isEnumType(type)) return type.getValues();
  return isObjectType(type) || isInterfaceType(type) || isInputObjectType(type) ? Object.values(type.getFields()) : [];
}

function Related({ schema, type, onShow }: Omit<TypeDocProps, 'place'> & { readonly type: GraphQLNamedType }) {
  const { say } = useLanguage();
  const lists = [
    { words: WORDS.implements, types: isObjectType(type) ? type.getInterfaces() : [] },
    { words: WORDS.oneOf, types: isAbstractType(type) ? schema.getPossibleTypes(type) : [] },
  ];
  return (
    <>
      {lists
        .filter(({ types }) => types.length > 0)
        .map(({ words, types }) => (
          <p key={words.en} class="small">
            {say(words)}:{' '}
            {types.map((one) => (
              <span key={one.name}>
                <TypeName type={one} onShow={onShow} />{' '}
              </span>
            ))}
          </p>
        ))}
    </>
  );
}

function MemberDoc({ member, onShow }: { readonly member: Member; readonly onShow: (place: Place) => void }) {
  const { say } = useLanguage();
  const { name, description, deprecationReason } = member;
  const given = 'args' in member ? member.args : [];
  return (
    <>
      <p class="signature">
        <span class="name">{name}</span>
        {'type' in member && <OfType type={member.type} onShow={onShow} />}
      </p>
      {deprecationReason && (
        <p class="small deprecated">
          {say(WORDS.deprecated)}: <span lang="en">{deprecationReason}</span>
        </p>
      )}
      <Description text={description} />
      {given.length > 0 && (
        <details class="small">
          <summary>
            {say(WORDS.arguments)}: {given.map((argument) => argument.name).join(', ')}
          </summary>
          <ul class="members">
            {given.map((argument) => (
              <li key={argument.name}>
                <ArgumentDoc argument={argument} onShow={onShow} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

interface ArgumentDocProps {
  readonly argument: GraphQLArgument;
  readonly onShow: (place: Place) => void;
}

function ArgumentDoc({ argument, onShow }: ArgumentDocProps) {
  const { name, type, defaultValue, description } = argument;
  const usual = defaultValue === undefined ? null : astFromValue(defaultValue, type);
  return (
    <>
      <p class="signature">
        <span class="argument">{name}</span>
        <OfType type={type} onShow={onShow} />
        {usual && ` = ${print(usual)}`}
      </p>
      <Description text={description} />
    </>
  );
}

function OfType({ type, onShow }: { readonly type: GraphQLType; readonly onShow: (place: Place) => void }) {
  return (
    <>
      {': '}
      <TypeName type={type} onShow={onShow} />
    </>
  );
}
