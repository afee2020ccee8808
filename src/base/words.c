/* The words of a line, cut as a shell does. */
#include "crm/words.h"

#include "base/scan.h"
#include "crm/buf.h"

static bool
pass_blank(struct scan *p)
{
	return scan_char(p, ' ') || scan_char(p, '\t') || scan_char(p, '\n');
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static int
read_word(struct crm_buf *out, struct scan *p)
{
	char quote = '\0';

	for (; !scan_done(p) && (quote || !is_blank(*p->s)); p->s++) {
		char c = *p->s;

		if (quote ? c == quote : c == '\'' || c == '"') {
			quote = quote ? '\0' : c;
			continue;
		}
		if (c == '\\' && quote != '\'' && ++p->s == p->end)
			return CRM_EINVAL;
		crm_buf_char(out, *p->s);
	}
	return quote ? CRM_EINVAL : 0;
}

int
crm_words(const char *line, size_t len,
	  int (*each)(void *ctx, const char *word, size_t len), void *ctx)
{
	struct scan p = scan_of(line, len);
	struct crm_buf word = { 0 };
	int rc = 0;

	for (;;) {
		while (pass_blank(&p))
			;
		if (rc || scan_done(&p))
			break;
		crm_buf_cut(&word, 0);
		crm_buf_add(&word, "", 0);
		rc = read_word(&word, &p);
		if (!rc)
			rc = each(ctx, word.s, word.len);
	}
	crm_buf_free(&word);
	return rc;
}
