#include "io/writer.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "crm/convert.h"
#include "crm/date.h"

enum { ENOUGH = 64 * 1024 };

const char *const crm_format_names[] = {
	"auto", "table", "list", "csv", "tsv", "json", "jsonl", "ids", NULL
};

static const struct crm_writer_ops *const formats[] = {
	[CRM_FORMAT_TABLE] = &crm_writer_table,
	[CRM_FORMAT_LIST] = &crm_writer_list,
	[CRM_FORMAT_CSV] = &crm_writer_csv,
	[CRM_FORMAT_TSV] = &crm_writer_tsv,
	[CRM_FORMAT_JSON] = &crm_writer_json,
	[CRM_FORMAT_JSONL] = &crm_writer_jsonl,
	[CRM_FORMAT_IDS] = &crm_writer_ids,
	[CRM_FORMAT_TEMPLATE] = &crm_writer_template,
};

/* An output that another process made non-blocking is waited for. */
static int
wait_for(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLOUT };

	return poll(&p, 1, -1) < 0 && errno != EINTR ? -1 : 0;
}

int
crm_write_all(int fd, const void *p, size_t len, struct crm_error *err)
{
	const char *s = p;

	while (len) {
		ssize_t n = write(fd, s, len);

		if (n >= 0) {
			s += n;
			len -= (size_t)n;
			continue;
		}
		if (errno == EINTR)
			continue;
		if ((errno != EAGAIN && errno != EWOULDBLOCK) || wait_for(fd))
			return crm_fail(err, CRM_EFAIL, "cannot write: %s",
			    strerror(errno));
	}
	return 0;
}

void
crm_writer_flush(struct crm_writer *w, size_t enough)
{
	if (w->out.len < enough || w->how->fd < 0)
		return;
	if (!w->rc)
		w->rc = crm_write_all(w->how->fd, w->out.s, w->out.len,
		    w->err);
	crm_buf_cut(&w->out, 0);
}

struct crm_value
crm_cell_value(const struct crm_column *c, const struct crm_value *cells)
{
	if (c->name_cell >= 0 && cells[c->name_cell].kind != CRM_NULL)
		return cells[c->name_cell];
	return cells[c->cell];
}

/* The code of money's currency, ended by a NUL. */
static const char *
currency_of(char code[8], const struct crm_writer *w,
	    const struct crm_column *c, const struct crm_value *cells)
{
	struct crm_value v = c->currency_cell < 0 ?
	    crm_null() : cells[c->currency_cell];

	if (v.kind != CRM_TEXT || v.len >= 8)
		return w->how->currency;
	memcpy(code, v.s, v.len);
	code[v.len] = '\0';
	return code;
}

void
crm_cell_write(struct crm_buf *out, const struct crm_writer *w,
	       const struct crm_column *c, const struct crm_value *cells)
{
	struct crm_value v = crm_cell_value(c, cells);
	char code[8];

	if (v.kind == CRM_NULL)
		return;
	if (v.kind == CRM_TEXT || v.kind == CRM_NUMBER)
		crm_buf_add(out, v.s, v.len);
	else if (c->field->type == CRM_T_INT || c->field->type == CRM_T_REF)
		crm_buf_int(out, v.i);
	else if (c->field->type == CRM_T_MONEY)
		crm_value_write(out, c->field, v,
		    currency_of(code, w, c, cells));
	else
		crm_value_write(out, c->field, v, NULL);
}

static bool
has_currency_column(const struct crm_writer *w, const struct crm_column *c)
{
	for (size_t i = 0; c->currency_cell >= 0 && i < w->ncols; i++)
		if (w->cols[i].cell == c->currency_cell)
			return true;
	return false;
}

/* An instant as clocks show it: "2026-11-22 14:46" in the zone in use. */
static bool
read_time(struct crm_buf *out, struct crm_value v)
{
	char local[CRM_LOCAL_SIZE];
	int64_t instant;

	if (v.kind != CRM_TEXT || crm_time_parse(&instant, v.s, v.len))
		return false;
	crm_local_write(local, instant);
	local[10] = ' ';
	crm_buf_add(out, local, 16);
	return true;
}

void
crm_cell_read(struct crm_buf *out, const struct crm_writer *w,
	      const struct crm_column *c, const struct crm_value *cells)
{
	size_t before = out->len;
	char code[8];
	const char *currency;

	if (c->field->type == CRM_T_TIME && read_time(out, cells[c->cell]))
		return;
	crm_cell_write(out, w, c, cells);
	if (c->field->type != CRM_T_MONEY || out->len == before ||
	    has_currency_column(w, c))
		return;
	currency = currency_of(code, w, c, cells);
	if (currency) {
		crm_buf_char(out, ' ');
		crm_buf_str(out, currency);
	}
}

static void
free_writer(struct crm_writer *w)
{
	struct crm_arena arena = w->arena;

	if (w->ops->free)
		w->ops->free(w);
	crm_buf_free(&w->out);
	crm_buf_free(&w->cell);
	crm_arena_free(&arena);
}

int
crm_writer_begin(struct crm_writer **out, const struct crm_writer_how *how,
		 const struct crm_column *cols, size_t ncols,
		 struct crm_error *err)
{
	struct crm_arena arena = { 0 };
	struct crm_writer *w = crm_arena_alloc(&arena, sizeof(*w));
	int rc;

	*out = NULL;
	w->arena = arena;
	w->how = how;
	w->cols = cols;
	w->ncols = ncols;
	w->err = err;
	w->ops = formats[how->format];
	if (how->bom && (how->format == CRM_FORMAT_CSV ||
			 how->format == CRM_FORMAT_TSV))
		crm_buf_str(&w->out, "\xef\xbb\xbf");
	rc = w->ops->begin ? w->ops->begin(w) : 0;
	if (rc)
		free_writer(w);
	else
		*out = w;
	return rc;
}

int
crm_writer_row(struct crm_writer *w, const struct crm_value *cells)
{
	if (w->rc)
		return w->rc;
	w->ops->row(w, cells);
	w->rows++;
	crm_writer_flush(w, ENOUGH);
	return w->rc;
}

struct crm_buf *
crm_writer_text(struct crm_writer *w)
{
	return &w->out;
}

int
crm_writer_end(struct crm_writer *w, int code)
{
	struct crm_error unused;
	int rc;

	/* CODE's own sentence is worth more than that of a failed write. */
	if (code)
		w->err = &unused;
	if (!w->rc && w->ops->end)
		w->ops->end(w);
	crm_writer_flush(w, 1);
	rc = w->rc;
	free_writer(w);
	return code ? code : rc;
}
