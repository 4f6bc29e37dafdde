import { useEffect, useRef, useState } from 'react';
import { ComboBox, Input, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { ArticleView } from '../../../src-shared/contract/views.ts';
import { callTill } from '../../app-api.ts';
import type { Action } from '../../shell/use-action.ts';
import { addLine } from '../../state/sale-store.ts';
import { money } from '../../state/shop-format.ts';
import { PressButton } from '../../widgets/press-button.tsx';
import { useShortcut } from '../../widgets/shortcuts.ts';
import { QuantityDialog } from './quantity-dialog.tsx';

const TYPING_PAUSE_MS = 150;
const SHORTEST_SEARCH = 2;

/** Finds items by code or name; Enter takes an exact code or name, or the only item that matches. */
export function ItemSearch({ action }: { readonly action: Action }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [found, setFound] = useState<readonly ArticleView[]>([]);
  const [isSearched, setSearched] = useState(false);
  const [toWeigh, setToWeigh] = useState<ArticleView | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useShortcut('F2', () => field.current?.focus(), false);

  useEffect(() => {
    const wanted = text.trim();
    setSearched(false);
    if (wanted.length < SHORTEST_SEARCH) {
      setFound([]);
      return;
    }
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const answer = await callTill((till) => till.cashier.catalogue.search({ text: wanted }));
      if (!isCurrent || !answer.ok) return;
      setFound(answer.value);
      setSearched(true);
    }, TYPING_PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [text]);

  const take = async (article: ArticleView) => {
    setText('');
    setFound([]);
    if (article.weighed) setToWeigh(article);
    else await action.run(() => addLine(article.articleCode));
  };

  const enter = async () => {
    const wanted = text.trim();
    if (wanted === '') return;
    const search = await callTill((till) => till.cashier.catalogue.search({ text: wanted }));
    const articles = search.ok ? search.value : [];
    const exact = articles.find(
      ({ articleCode, name }) => articleCode === wanted || name.toLowerCase() === wanted.toLowerCase(),
    );
    const only = exact ?? (articles.length === 1 ? articles[0] : undefined);
    if (only !== undefined) return await take(only);
    if (articles.length > 1) return setFound(articles);
    // A code that only the till can read, as a scale prints it.
    // The message names what was looked for, so the field is free for the next try.
    setText('');
    await action.run(() => addLine(wanted));
  };

  return (
    <>
      <div
        className="item-search"
        onKeyDownCapture={(event) => {
          const isChoosing = field.current?.hasAttribute('aria-activedescendant') === true;
          if (event.key !== 'Enter' || isChoosing || event.target !== field.current) return;
          event.preventDefault();
          event.stopPropagation();
          void enter();
        }}
      >
        <ComboBox
          className="field grow"
          items={found}
          inputValue={text}
          onInputChange={setText}
          value={null}
          onChange={(key) => {
            const article = found.find(({ articleCode }) => articleCode === key);
            if (article !== undefined) void take(article);
          }}
          allowsCustomValue
          // Nothing typed, nothing to show: the list must not stay open over the basket once an item was taken.
          allowsEmptyCollection={text.trim() !== ''}
          menuTrigger="input"
        >
          <Label className="only-heard">{t('sale.search')}</Label>
          <div className="row">
            <Input ref={field} className="field-input" placeholder={t('sale.searchPlaceholder')} autoComplete="off" />
            <span className="key-hint" aria-hidden="true">
              F2
            </span>
          </div>
          <Popover className="search-results" offset={4}>
            <ListBox
              className="result-list"
              aria-label={t('sale.results')}
              renderEmptyState={() => (
                <p className="soft result">
                  {t(
                    text.trim().length < SHORTEST_SEARCH
                      ? 'sale.typeMore'
                      : isSearched
                        ? 'sale.noResults'
                        : 'sale.searching',
                  )}
                </p>
              )}
            >
              {(article: ArticleView) => (
                <ListBoxItem className="result" id={article.articleCode} textValue={article.name}>
                  <span className="grow">
                    <Text slot="label" className="result-name">
                      {article.name}
                    </Text>
                    <Text slot="description" className="soft small">
                      {article.articleCode} · {article.departmentName}
                    </Text>
                  </span>
                  <span className="amount">
                    {article.weighed
                      ? t('sale.perKg', { price: money(article.unitPriceMinor) })
                      : money(article.unitPriceMinor)}
                  </span>
                </ListBoxItem>
              )}
            </ListBox>
          </Popover>
        </ComboBox>
        <PressButton icon="plus" isDisabled={text.trim() === ''} onPress={() => void enter()}>
          {t('sale.add')}
        </PressButton>
      </div>
      {toWeigh !== null && (
        <QuantityDialog
          name={toWeigh.name}
          weighed
          startThousandths={0}
          confirmText={t('sale.addToSale')}
          action={action}
          onConfirm={(thousandths) => addLine(toWeigh.articleCode, thousandths)}
          onClose={() => {
            setToWeigh(null);
            // The next item is typed where this one was, once the dialog has let go of the focus.
            setTimeout(() => field.current?.focus(), 0);
          }}
        />
      )}
    </>
  );
}
