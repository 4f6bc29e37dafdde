import './receipt-picture.css';
import { useTranslation } from 'react-i18next';
import type { ReceiptView } from '../../../src-shared/contract/views.ts';

/** The receipt as an image; its text stands beside it for those who hear the screen. */
export function ReceiptPicture({ receipt }: { readonly receipt: ReceiptView }) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long receipt is scrolled, also by the keyboard alone
    <section className="receipt-scroll" aria-label={t('receipt.picture', { number: receipt.saleNumber })} tabIndex={0}>
      <figure className="receipt-picture">
        <img src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(receipt.svg)}`} alt="" />
        <figcaption className="only-heard" data-testid="receipt-text">
          {receipt.text}
        </figcaption>
      </figure>
    </section>
  );
}
