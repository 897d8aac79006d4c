import { classNames } from "../ui/class-names";
import { isNumeric, readTableHead } from "./table-head";

/** Wider tables are shown up to here. */
const columnsMax = 30;

/** The first rows of a CSV or TSV file. */
export function TablePreview({ name, text, isWhole }: { name: string; text: string; isWhole: boolean }) {
  const { header, rows } = readTableHead(text, { isWhole, rowsMax: 100 });
  const columns = header
    .slice(0, columnsMax)
    .map((title, place) => ({ title, place, numeric: isNumeric(rows, place) }));
  const lines = rows.map((cells, number) => ({ cells, number }));
  return (
    <section
      aria-label={`First rows of ${name}`}
      {...{ tabIndex: 0 }}
      className="max-h-80 overflow-auto focus-visible:-outline-offset-2"
    >
      <table className="w-full text-13">
        <thead className="sticky top-0 bg-sunken">
          <tr>
            {columns.map(({ title, place, numeric }) => (
              <th
                key={place}
                scope="col"
                className={classNames("px-3 py-1 font-medium", numeric ? "text-right" : "text-left")}
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ cells, number }) => (
            <tr key={number} className="border-t border-line">
              {columns.map(({ place, numeric }) => (
                <td
                  key={place}
                  className={classNames("max-w-80 truncate px-3 py-1", numeric && "text-right tabular")}
                  title={(cells[place]?.length ?? 0) > 40 ? cells[place] : undefined}
                >
                  {cells[place]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
