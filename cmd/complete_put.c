/* Printing what fits, and asking the database for it. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "complete.h"
#include "crm/utf8.h"

enum { HELP_WIDTH = 60 };

/* Letters of options differ in case, names don't. */
static bool
fits(const struct complete *t, const char *word)
{
	size_t n = strlen(t->typed);

	return (t->typed[0] == '-' ? strncmp(word, t->typed, n)
	    : strncasecmp(word, t->typed, n)) == 0;
}

/* WORD as a value of a filter: in quotes where it must be. */
static void
add_quoted(struct crm_buf *out, const struct complete *t, const char *word)
{
	char quote = t->open ? t->open : '\'';

	if (!t->open && *word && *word != ':' && !strstr(word, "..") &&
	    !word[strcspn(word, " (),'\"[]")]) {
		crm_buf_str(out, word);
		return;
	}
	crm_buf_char(out, quote);
	for (; *word; word++) {
		if (*word == quote || (*word == '\\' && quote == '"'))
			crm_buf_char(out, quote == '"' ? '\\' : quote);
		crm_buf_char(out, *word);
	}
	crm_buf_char(out, quote);
}

void
complete_put(struct complete *t, const char *word, const char *help)
{
	struct crm_buf b = { 0 };

	for (const char *s = word; *s; s++)
		if (iscntrl((unsigned char)*s))
			return;
	crm_buf_str(&b, t->head);
	if (t->quote)
		add_quoted(&b, t, word);
	else
		crm_buf_str(&b, word);
	crm_buf_char(&b, '\t');
	crm_show(&b, help, strlen(help), HELP_WIDTH);
	puts(b.s);
	crm_buf_free(&b);
}

void
complete_offer(struct complete *t, const char *word, const char *help)
{
	if (fits(t, word))
		complete_put(t, word, help);
}

void
complete_offer_with(struct complete *t, const char *word, const char *after,
		    const char *help)
{
	complete_offer(t, crm_arena_printf(&t->c->crm.arena, "%s%s", word,
	    after), help);
}

void
complete_words(struct complete *t, const char *const *words)
{
	for (; *words; words++)
		complete_offer(t, *words, "");
}

void
complete_file(struct complete *t)
{
	(void)t;
	puts(":file");
}

void
complete_skip(struct complete *t, size_t n)
{
	t->head = crm_arena_printf(&t->c->crm.arena, "%s%.*s", t->head,
	    (int)n, t->typed);
	t->typed += n;
}

void
complete_skip_past(struct complete *t, const char *stops)
{
	size_t n = strlen(t->typed);

	while (n && !strchr(stops, t->typed[n - 1]))
		n--;
	complete_skip(t, n);
}

bool
complete_open(struct complete *t)
{
	struct cmd *c = t->c;

	if (t->db != COMPLETE_CLOSED)
		return t->db == COMPLETE_OPEN;
	c->opt.quiet = true;
	c->opt.verbose = 0;
	c->opt.busy_timeout = "1";
	t->db = cmd_config_read(c) || cmd_open(c, CRM_DB_READ)
	    ? COMPLETE_NONE : COMPLETE_OPEN;
	return t->db == COMPLETE_OPEN;
}

static void
put(void *ctx, const char *text, const char *about)
{
	complete_put(ctx, text, about);
}

void
complete_refs(struct complete *t, const struct crm_entity *e, unsigned flags)
{
	const struct crm_candidates to = { put, t };

	if (e && complete_open(t))
		crm_candidate_refs(&t->c->crm, e, t->typed, flags, &to);
}

void
complete_tags(struct complete *t)
{
	const struct crm_candidates to = { put, t };

	if (complete_open(t))
		crm_candidate_tags(&t->c->crm, complete_entity(t), t->typed,
		    &to);
}
