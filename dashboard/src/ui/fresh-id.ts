/** An id for something being edited; unique on this page, and allowed as the id of a rule. */
export const freshId = () => `r-${crypto.getRandomValues(new Uint32Array(2)).reduce((text, part) => text + part.toString(36), '')}`;
