import { type GraphQLType, getNamedType } from 'graphql';
import type { Place } from '../editor/question-editor.js';

/** A type as it is written in a question, [Observation!]!, with the way to what it is. */
export function TypeName({ type, onShow }: { readonly type: GraphQLType; readonly onShow: (place: Place) => void }) {
  const { name } = getNamedType(type);
  const [before = '', behind = ''] = String(type).split(name);
  return (
    <span class="type-name">
      {before}
      <button type="button" onClick={() => onShow({ type: name })}>
        {name}
      </button>
      {behind}
    </span>
  );
}
