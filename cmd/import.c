/* crm NOUN import: rows from a file, all of them or none. */
#include "crm/import.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "bar.h"
#include "crm/number.h"
#include "crm/suggest.h"
#include "crm/utf8.h"
#include "query_args.h"
#include "targets.h"
#include "verbs.h"

struct import_args {
	const char *file, *map, *key, *mode, *max_errors, *rejects, *create,
	    *source, *delimiter, *encoding, *date_format, *decimal, *empty;
	struct crm_rest sets, values, defaults;
	bool partial, ignore_unknown, lax_quotes, suggest_map;
};

#define A struct import_args
static const struct crm_opt opts[] = {
	OPT_OPERAND("file", "file", A, file, "CSV or JSON; - for stdin"),
	OPT_VALUE(0, "map", "file", A, map,
		  "a mapping file, see crm-map(5)"),
	OPT_LIST(0, "set", "COLUMN=FIELD", A, sets,
		 "the column is that field; nothing: pass it over"),
	OPT_LIST(0, "value", "FIELD:OLD=NEW", A, values,
		 "where a cell is OLD, take NEW"),
	OPT_LIST(0, "default", "FIELD=VALUE", A, defaults,
		 "for new records whose cell is empty"),
	OPT_VALUE(0, "key", "field", A, key, "match records by this field"),
	OPT_VALUE(0, "mode", "mode", A, mode, "add (else), upsert or update"),
	OPT_FLAG(0, "partial", A, partial, "keep the good rows"),
	OPT_VALUE(0, "max-errors", "number", A, max_errors,
		  "stop after so many bad rows (100)"),
	OPT_VALUE(0, "rejects", "file", A, rejects,
		  "bad rows, to be mended and imported again"),
	OPT_VALUE(0, "create", "entities", A, create,
		  "make what rows refer to and lack: account,user"),
	OPT_VALUE(0, "source", "system", A, source,
		  "where ext_id is from: put before it"),
	OPT_FLAG(0, "ignore-unknown", A, ignore_unknown,
		 "pass over columns and keys that are no field"),
	OPT_VALUE(0, "delimiter", "char", A, delimiter,
		  "what stands between cells (by the header)"),
	OPT_FLAG(0, "lax-quotes", A, lax_quotes,
		 "a quote inside a bare cell is text"),
	OPT_VALUE(0, "encoding", "name", A, encoding, "UTF-8 (else)"),
	OPT_VALUE(0, "date-format", "format", A, date_format,
		  "ymd, mdy, dmy or %d.%m.%Y; else 2026-11-22"),
	OPT_VALUE(0, "decimal", "char", A, decimal,
		  "the decimal point: . (else) or ,"),
	OPT_VALUE(0, "empty", "what", A, empty,
		  "keep (else) or clear what a cell leaves empty"),
	OPT_FLAG(0, "suggest-map", A, suggest_map,
		 "print a mapping file to begin with"),
	{ 0 }
};
#undef A

struct import {
	struct cmd *c;
	struct crm_import_how how;
	struct targets t;
	char hint[256];			/* the last one printed */
	struct cmd_bar bar;
};

static int
choice(struct cmd *c, const char *option, const char *text,
       const char *const *words, int *out)
{
	struct crm_suggest near;

	if (!text)
		return 0;
	crm_suggest_init(&near, text, strlen(text));
	for (int i = 0; words[i]; i++) {
		if (!strcmp(words[i], text)) {
			*out = i;
			return 0;
		}
		crm_suggest_try(&near, words[i]);
	}
	crm_failed(&c->crm, CRM_EUSAGE, "option '--%s': '%s' is not known",
	    option, text);
	if (near.best)
		crm_hinted(&c->crm, "did you mean '%s'?", near.best);
	return CRM_EUSAGE;
}

static int
one_char(struct cmd *c, const char *option, const char *text, char *out)
{
	if (!text)
		return 0;
	if (!strcmp(text, "\\t") || !strcmp(text, "tab"))
		text = "\t";
	if (strlen(text) != 1)
		return crm_failed(&c->crm, CRM_EUSAGE,
		    "option '--%s' needs one character", option);
	*out = *text;
	return 0;
}

/* Bytes that a script can't have meant: quotes, letters, line ends. */
static int
check_chars(struct cmd *c, const struct crm_import_how *how)
{
	if (how->point && how->point != '.' && how->point != ',')
		return crm_failed(&c->crm, CRM_EUSAGE,
		    "option '--decimal' is . or ,");
	if (how->delimiter && strchr("\"\r\n", how->delimiter))
		return crm_failed(&c->crm, CRM_EUSAGE,
		    "this character can't be a delimiter");
	return 0;
}

static int
read_args(struct import *m, const struct import_args *a)
{
	static const char *const modes[] = {
		"", "add", "upsert", "update", NULL
	};
	static const char *const empties[] = { "", "keep", "clear", NULL };
	struct crm_import_how *h = &m->how;
	struct cmd *c = m->c;
	int mode = 0, empty = 0;
	int rc = choice(c, "mode", a->mode, modes, &mode);

	if (!rc)
		rc = choice(c, "empty", a->empty, empties, &empty);
	if (!rc)
		rc = one_char(c, "delimiter", a->delimiter, &h->delimiter);
	if (!rc)
		rc = one_char(c, "decimal", a->decimal, &h->point);
	if (!rc && a->max_errors)
		rc = opt_number(&h->max_errors, &c->crm.err, "max-errors",
		    a->max_errors, 1);
	h->mode = (enum crm_import_mode)mode;
	h->empty = (enum crm_import_empty)empty;
	h->entity = c->entity;
	h->map = a->map;
	h->sets = a->sets.v;
	h->values = a->values.v;
	h->defaults = a->defaults.v;
	h->key = a->key;
	h->create = a->create;
	h->source = a->source;
	h->encoding = a->encoding;
	h->date_format = a->date_format;
	h->partial = a->partial;
	h->ignore_unknown = a->ignore_unknown;
	h->lax_quotes = a->lax_quotes;
	h->excel_safe = c->opt.excel_safe;
	h->dry_run = c->opt.dry_run;
	return rc ? rc : check_chars(c, h);
}

static int
open_files(struct import *m, const struct import_args *a)
{
	struct cmd *c = m->c;
	int rc;

	m->how.rejects_fd = -1;
	m->how.name = a->file;
	rc = cmd_input(c, &m->how.fd, &m->how.name, "the import");
	if (rc || !a->rejects)
		return rc;
	m->how.rejects_fd = open(a->rejects, O_WRONLY | O_CREAT | O_TRUNC |
	    O_CLOEXEC, 0600);
	return m->how.rejects_fd >= 0 ? 0 : crm_failed(&c->crm, CRM_EFAIL,
	    "cannot write %s: %s", a->rejects, strerror(errno));
}

static void
progress(void *ctx, int64_t rows, int permille)
{
	struct import *m = ctx;

	cmd_bar_show(&m->bar, rows, "rows", permille);
}

static void
reject(void *ctx, long line, const char *field, const char *sentence,
       const char *hint)
{
	struct import *m = ctx;

	/* The same advice for every row would bury the rows. */
	cmd_bar_clear(&m->bar);
	cmd_print_reject(m->c, m->how.name, line, field, sentence,
	    strcmp(hint, m->hint) ? hint : "");
	snprintf(m->hint, sizeof(m->hint), "%s", hint);
}

static int
take_id(void *ctx, int64_t id)
{
	struct import *m = ctx;

	targets_add(&m->t, &m->c->crm.arena, id);
	return 0;
}

/* "1200 rows: 950 added, 200 updated, 48 unchanged, 2 rejected; ..." */
static void
say_counts(struct import *m, const struct crm_import_result *r, int rc)
{
	struct crm_buf b = { 0 };

	crm_buf_printf(&b, "%lld row%s: %lld added, %lld updated, %lld"
	    " unchanged, %lld rejected", (long long)r->rows,
	    r->rows == 1 ? "" : "s", (long long)r->added, (long long)r->updated,
	    (long long)r->unchanged, (long long)r->rejected);
	if (r->created)
		crm_buf_printf(&b, "; made %lld that rows refer to",
		    (long long)r->created);
	if (rc && rc != CRM_EPARTIAL)
		crm_buf_str(&b, "; nothing was kept");
	else if (m->how.dry_run)
		crm_buf_str(&b, "; a dry run: nothing was kept");
	else if (r->batch)
		crm_buf_printf(&b, "; undo with: crm undo %lld",
		    (long long)r->batch);
	cmd_say(m->c, "%s", b.s);
	crm_buf_free(&b);
}

static int
import_rows(struct import *m)
{
	struct cmd *c = m->c;
	struct crm_import_result r = { 0 };
	int rc, printed;

	m->bar = cmd_bar_of(c);
	/* What can't be printed is refused before it is done. */
	if ((cmd_format_asked(c) || c->opt.fields) &&
	    (rc = query_check_output(c)))
		return rc;
	rc = cmd_hooks(c, &m->how.hooks);
	if (rc)
		return rc;
	m->how.progress = progress;
	m->how.reject = reject;
	m->how.printed = cmd_format_asked(c) || c->opt.fields ? take_id : NULL;
	m->how.ctx = m;
	m->how.batch_key = c->opt.batch_key;
	m->how.hash = c->opt.batch_key ? cmd_hash(c) : NULL;
	rc = crm_import(&r, &c->crm, &m->how);
	cmd_bar_clear(&m->bar);
	if (r.replayed) {
		cmd_say(c, "the batch of key '%s' was done already",
		    c->opt.batch_key);
		return m->how.printed ? cmd_print_written(c, m->t.ids,
		    m->t.n, true) : 0;
	}
	if (!rc || r.rows)
		say_counts(m, &r, rc);
	if ((rc && rc != CRM_EPARTIAL) || !m->how.printed)
		return rc;
	printed = cmd_print_written(c, m->t.ids, m->t.n, true);
	return printed ? printed : rc;
}

static int
suggest(struct import *m)
{
	struct crm_buf b = { 0 };
	int rc = crm_import_suggest(&b, &m->c->crm, &m->how);

	if (!rc && fwrite(b.s, 1, b.len, stdout) != b.len)
		rc = crm_failed(&m->c->crm, CRM_EFAIL, "cannot write: %s",
		    strerror(errno));
	crm_buf_free(&b);
	return rc;
}

static int
run(struct cmd *c, const void *args)
{
	const struct import_args *a = args;
	struct import m = { .c = c };
	int rc = read_args(&m, a);

	m.how.fd = m.how.rejects_fd = -1;
	if (!rc)
		rc = open_files(&m, a);
	if (!rc)
		rc = a->suggest_map ? suggest(&m) : import_rows(&m);
	if (m.how.fd > STDIN_FILENO)
		close(m.how.fd);
	if (m.how.rejects_fd >= 0 && close(m.how.rejects_fd) != 0 && !rc)
		rc = crm_failed(&c->crm, CRM_EFAIL, "cannot write %s: %s",
		    a->rejects, strerror(errno));
	return rc;
}

const struct cmd_verb cmd_import = {
	"import", "add or change records from CSV or JSON", CMD_WRITES,
	opts, sizeof(struct import_args), run
};
