import { useEffect, useState } from 'react';
import { Button } from '@backstage/ui';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import { useText } from '../../text';

/** How long the button says that it copied. */
const SAID_MS = 2_000;

/** Props of {@link CopyButton}. @public */
export interface CopyButtonProps {
  text: string;
  /** What is copied: `Copy the error`. */
  label: string;
}

/** Puts a text on the clipboard and says so. @public */
export const CopyButton = ({ text, label }: CopyButtonProps) => {
  const t = useText();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) {
      return undefined;
    }
    const timer = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <Button
      variant="secondary"
      size="small"
      iconStart={copied ? <RiCheckLine /> : <RiFileCopyLine />}
      onPress={async () => {
        await navigator.clipboard?.writeText(text);
        setCopied(true);
      }}
    >
      {copied ? t('copy.copied') : label}
    </Button>
  );
};
