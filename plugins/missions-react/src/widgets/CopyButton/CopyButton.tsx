import { useEffect, useState } from 'react';
import { Button } from '@backstage/ui';
import {
  RiCheckLine,
  RiErrorWarningLine,
  RiFileCopyLine,
} from '@remixicon/react';
import { useText } from '../../text';
import { copyText } from './copyText';

/** How long the button says whether it copied. */
const SAID_MS = 2_000;

/** Props of {@link CopyButton}. @public */
export interface CopyButtonProps {
  text: string;
  /** What is copied: `Copy the error`. */
  label: string;
}

type Outcome = 'copied' | 'failed';

const icons = {
  copied: <RiCheckLine />,
  failed: <RiErrorWarningLine />,
} satisfies Record<Outcome, unknown>;

/** Puts a text on the clipboard and says whether it did. @public */
export const CopyButton = ({ text, label }: CopyButtonProps) => {
  const t = useText();
  const [outcome, setOutcome] = useState<Outcome>();
  useEffect(() => {
    if (!outcome) {
      return undefined;
    }
    const timer = setTimeout(() => setOutcome(undefined), SAID_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  return (
    <Button
      variant="secondary"
      size="small"
      iconStart={outcome ? icons[outcome] : <RiFileCopyLine />}
      onPress={async () =>
        setOutcome((await copyText(text)) ? 'copied' : 'failed')
      }
    >
      {outcome ? t(`copy.${outcome}`) : label}
    </Button>
  );
};
