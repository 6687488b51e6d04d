/** Files that the bundler takes in: a question as its text, a style sheet for its effect. */
declare module '*.graphql' {
  const text: string;
  export default text;
}
declare module '*.css';
