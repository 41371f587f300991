import { Fragment } from 'react';

/** Props of {@link SoftWrap}. @public */
export interface SoftWrapProps {
  /** A path, an address or a qualified name. */
  text: string;
}

/** A long name that breaks after its separators, not inside of a word. @public */
export const SoftWrap = ({ text }: SoftWrapProps) => (
  <>
    {text.split(/(?<=[/:,?&])/).map((part, index) => (
      // The parts of a text have no name but their place.
      // eslint-disable-next-line react/no-array-index-key
      <Fragment key={index}>
        {index > 0 && <wbr />}
        {part}
      </Fragment>
    ))}
  </>
);
