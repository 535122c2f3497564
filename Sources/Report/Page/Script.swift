/// The report's little script: tooltips at the pointer, sorting, filtering. Without it nothing is missing but
/// comfort.
enum Script {
  static let text: Markup = #"""
    (() => {
      const root = document.documentElement;
      root.classList.add('js');

      // Tooltips: the drawings' own titles, shown at once and at the pointer.
      const tip = document.createElement('div');
      tip.id = 'tip';
      document.body.append(tip);
      const marks = 'svg [data-tip], svg :has(> title)';
      const titled = event => event.target.closest && event.target.closest(marks);
      addEventListener('pointermove', event => {
        const mark = titled(event);
        if (!mark) { tip.style.display = 'none'; return; }
        const title = mark.querySelector(':scope > title');
        if (title) {
          mark.setAttribute('data-tip', title.textContent);
          mark.setAttribute('aria-label', title.textContent);
          title.remove();
        }
        tip.textContent = mark.getAttribute('data-tip');
        tip.style.display = 'block';
        const width = tip.offsetWidth;
        tip.style.left = Math.max(8, Math.min(event.clientX + 14, innerWidth - width - 8)) + 'px';
        tip.style.top = Math.max(8, event.clientY - 38) + 'px';
      });

      const table = document.querySelector('table.calls');
      if (!table) return;
      const bodies = [...table.tBodies];
      const text = (body, column) => body.rows[0].cells[column].textContent.trim();
      const number = words => {
        const match = words.replace(/−/g, '-').replace(/,/g, '').match(/^[+-]?\d+(\.\d+)?/);
        return match ? parseFloat(match[0]) : NaN;
      };

      // Sorting: figures as figures, words as words, what is missing always last.
      [...table.tHead.rows[0].cells].forEach((head, column) => {
        const button = document.createElement('button');
        button.type = 'button';
        button.append(...head.childNodes);
        head.append(button);
        button.addEventListener('click', () => {
          const down = head.getAttribute('aria-sort') === 'ascending';
          for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
          head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
          const keyed = bodies.map(body => [text(body, column), number(text(body, column)), body]);
          const figures = keyed.every(key => key[0] === '–' || !isNaN(key[1]));
          keyed.sort((a, b) => {
            if (a[0] === '–' || b[0] === '–') return (a[0] === '–') - (b[0] === '–');
            const order = figures ? a[1] - b[1] : a[0].localeCompare(b[0]);
            return down ? -order : order;
          });
          table.append(...keyed.map(key => key[2]));
        });
      });

      // Filtering by words and by trouble.
      const words = document.getElementById('call-filter');
      const trouble = document.getElementById('call-trouble');
      const shown = document.getElementById('call-shown');
      const filter = () => {
        const wanted = words.value.toLowerCase();
        let count = 0;
        for (const body of bodies) {
          const fits = (!trouble.checked || body.classList.contains('trouble'))
            && body.rows[0].textContent.toLowerCase().includes(wanted);
          body.hidden = !fits;
          count += fits;
        }
        shown.textContent = count + ' of ' + bodies.length + ' shown';
      };
      words.addEventListener('input', filter);
      trouble.addEventListener('change', filter);
      filter();

      // A click anywhere in a row opens it; the disclosure in its first cell is what the keyboard uses.
      table.addEventListener('click', event => {
        const row = event.target.closest('tbody > tr:first-child');
        if (!row || event.target.closest('summary') || String(getSelection())) return;
        const details = row.querySelector('details');
        if (details) details.open = !details.open;
      });
    })();
    """#
}
