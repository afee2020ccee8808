/* What the mapping file and the command line say; the command line wins. */
#include <iconv.h>
#include <stdio.h>
#include <string.h>

#include "crm/conf.h"
#include "crm/date.h"
#include "crm/suggest.h"
#include "service/import.h"

static void
add(struct import *im, struct import_pairs *p, struct import_pair pair)
{
	struct import_pair *v;

	if (p->n == p->size) {
		p->size = p->size ? p->size * 2 : 16;
		v = crm_arena_alloc(&im->arena, p->size * sizeof(*v));
		if (p->n)
			memcpy(v, p->v, p->n * sizeof(*v));
		p->v = v;
	}
	p->v[p->n++] = pair;
}

static int
wrong(struct import *im, const struct crm_conf_entry *e, const char *what)
{
	return crm_failed(im->crm, CRM_EUSAGE, "%s: line %ld: %s",
	    im->how->map, e->line, what);
}

static int
unknown(struct import *im, const struct crm_conf_entry *e, const char *kind,
	const char *word, const char *const *words)
{
	struct crm_suggest near;

	crm_suggest_init(&near, word, strlen(word));
	for (size_t i = 0; words[i]; i++)
		crm_suggest_try(&near, words[i]);
	crm_failed(im->crm, CRM_EUSAGE, "%s: line %ld: unknown %s '%s'",
	    im->how->map, e->line, kind, word);
	if (near.best)
		crm_hinted(im->crm, "did you mean '%s'?", near.best);
	return CRM_EUSAGE;
}

/* The index of the entry's value among WORDS, or CRM_EUSAGE. */
static int
choice(struct import *im, const struct crm_conf_entry *e,
       const char *const *words)
{
	for (int i = 0; e->value && words[i]; i++)
		if (!strcmp(words[i], e->value))
			return i;
	return unknown(im, e, e->key, e->value ? e->value : "", words);
}

static int
yes(struct import *im, const struct crm_conf_entry *e, bool *out)
{
	static const char *const words[] = {
		"no", "yes", "false", "true", "0", "1", NULL
	};
	int i = e->value ? choice(im, e, words) : 1;

	if (i < 0)
		return i;
	if (i & 1)
		*out = true;
	return 0;
}

static int
character(struct import *im, const struct crm_conf_entry *e,
	  const char *allowed, char *out)
{
	const char *s = e->value ? e->value : "";

	if (!strcmp(s, "tab"))
		s = "\t";
	if (strlen(s) != 1 || (allowed ? !strchr(allowed, *s)
	    : strchr("\"\r\n", *s) != NULL))
		return wrong(im, e, allowed ? "decimal is . or ,"
		    : "delimiter is one character, or tab");
	if (!*out)
		*out = *s;
	return 0;
}

static int
text(struct import *im, const struct crm_conf_entry *e, const char **out)
{
	if (!e->value || !*e->value)
		return wrong(im, e, "there is no value");
	if (!*out)
		*out = crm_arena_str(&im->arena, e->value);
	return 0;
}

static int
take_setting(struct import *im, const struct crm_conf_entry *e)
{
	static const char *const names[] = {
		"key", "create", "source", "encoding", "date-format", "mode",
		"empty", "decimal", "delimiter", "partial", "ignore-unknown",
		"lax-quotes", "excel-safe", NULL
	};
	static const char *const modes[] = {
		"add", "upsert", "update", NULL
	};
	static const char *const empties[] = { "keep", "clear", NULL };
	struct import_options *o = &im->o;
	const char **texts[] = {
		&o->key, &o->create, &o->source, &o->encoding, &o->date_format
	};
	bool *flags[] = {
		&o->partial, &o->ignore_unknown, &o->lax_quotes,
		&o->excel_safe
	};
	size_t i = 0;
	int n;

	while (names[i] && strcmp(names[i], e->key) != 0)
		i++;
	if (!names[i])
		return unknown(im, e, "setting", e->key, names);
	if (i < 5)
		return text(im, e, texts[i]);
	if (i == 7)
		return character(im, e, ".,", &o->point);
	if (i == 8)
		return character(im, e, NULL, &o->delimiter);
	if (i > 8)
		return yes(im, e, flags[i - 9]);
	n = choice(im, e, i == 5 ? modes : empties);
	if (n < 0)
		return n;
	if (i == 5 && !o->mode)
		o->mode = (enum crm_import_mode)(CRM_IMPORT_ADD + n);
	if (i == 6 && !o->empty)
		o->empty = (enum crm_import_empty)
		    (CRM_IMPORT_EMPTY_KEEP + n);
	return 0;
}

static int
take_entry(void *ctx, const struct crm_conf_entry *e)
{
	static const char *const sections[] = {
		"import", "columns", "values", "defaults", NULL
	};
	struct import *im = ctx;
	struct import_options *o = &im->o;
	struct crm_arena *a = &im->arena;
	const char *value = crm_arena_str(a, e->value ? e->value : "");
	const char *key = crm_arena_str(a, e->key);

	if (!strcmp(e->section, "import"))
		return take_setting(im, e);
	if (!strcmp(e->section, "columns")) {
		add(im, &o->columns, (struct import_pair){ key, NULL, value,
		    false, false });
	} else if (!strcmp(e->section, "defaults")) {
		add(im, &o->defaults, (struct import_pair){ key, NULL, value,
		    false, false });
	} else if (!strcmp(e->section, "values")) {
		if (!e->sub)
			return wrong(im, e, "the section needs a field:"
			    " [values \"source\"]");
		add(im, &o->values, (struct import_pair){
		    crm_arena_str(a, e->sub), key, value, false, false });
	} else {
		return unknown(im, e, "section", e->section, sections);
	}
	return 0;
}

static int
malformed(struct import *im, const char *option, const char *s,
	  const char *form)
{
	return crm_failed(im->crm, CRM_EUSAGE, "--%s: '%s' is not of the"
	    " form %s", option, s, form);
}

/* "CSV column=field" at the last =, "field=value" at the first. */
static int
add_said(struct import *im, struct import_pairs *p, const char *option,
	 const char *s, bool last, const char *form)
{
	const char *eq = last ? strrchr(s, '=') : strchr(s, '=');

	if (!eq || eq == s)
		return malformed(im, option, s, form);
	add(im, p, (struct import_pair){ crm_arena_copy(&im->arena, s,
	    (size_t)(eq - s)), NULL, eq + 1, true, false });
	return 0;
}

static int
add_value(struct import *im, const char *s)
{
	const char *colon = strchr(s, ':');
	const char *eq = colon ? strrchr(colon, '=') : NULL;

	if (!eq || colon == s)
		return malformed(im, "value", s, "FIELD:OLD=NEW");
	add(im, &im->o.values, (struct import_pair){
	    crm_arena_copy(&im->arena, s, (size_t)(colon - s)),
	    crm_arena_copy(&im->arena, colon + 1, (size_t)(eq - colon - 1)),
	    eq + 1, true, false });
	return 0;
}

/* As crm_reader_open sees it, before the input is read. */
static int
check_encoding(struct import *im)
{
	const char *name = im->o.encoding;
	iconv_t conv = (iconv_t)-1;

	if (!name)
		return 0;
	if (*name && !strchr(name, '/'))
		conv = iconv_open("UTF-8", name);
	if (conv != (iconv_t)-1) {
		iconv_close(conv);
		return 0;
	}
	crm_failed(im->crm, CRM_EUSAGE, "--encoding: '%s' is not known",
	    name);
	return crm_hinted(im->crm, "iconv -l lists those there are, such as"
	    " ISO-8859-1, WINDOWS-1252 and UTF-16");
}

static int
check_errors(struct import *im)
{
	if (!im->o.partial || im->how->max_errors <= 0)
		return 0;
	crm_failed(im->crm, CRM_EUSAGE, "--max-errors and --partial exclude"
	    " each other");
	return crm_hinted(im->crm, "with --partial all rows are read,"
	    " however many are bad");
}

static int
check(struct import *im)
{
	const struct import_options *o = &im->o;
	int64_t day;
	int rc = check_encoding(im);

	if (!rc)
		rc = check_errors(im);
	if (rc)
		return rc;
	if (o->source && (!*o->source || strpbrk(o->source, ": \t\r\n")))
		return crm_failed(im->crm, CRM_EUSAGE, "--source: '%s' is not"
		    " a plain word", o->source);
	if (o->date_format && crm_date_by_format(&day, NULL, "", 0,
	    o->date_format) == CRM_EUSAGE) {
		crm_failed(im->crm, CRM_EUSAGE, "--date-format: '%s' gives no"
		    " day", o->date_format);
		return crm_hinted(im->crm,
		    "ymd, mdy, dmy, or such as %%d.%%m.%%Y");
	}
	return import_create_check(im);
}

int
import_options(struct import *im)
{
	const struct crm_import_how *how = im->how;
	struct import_options *o = &im->o;
	int rc = 0;

	*o = (struct import_options){
		.key = how->key, .create = how->create, .source = how->source,
		.encoding = how->encoding, .date_format = how->date_format,
		.mode = how->mode, .empty = how->empty,
		.delimiter = how->delimiter, .point = how->point,
		.partial = how->partial,
		.ignore_unknown = how->ignore_unknown,
		.lax_quotes = how->lax_quotes, .excel_safe = how->excel_safe
	};
	if (how->map)
		rc = crm_conf_read(how->map, false, take_entry, im,
		    &im->crm->err);
	for (const char *const *s = how->sets; !rc && s && *s; s++)
		rc = add_said(im, &o->columns, "set", *s, true,
		    "COLUMN=FIELD");
	for (const char *const *s = how->values; !rc && s && *s; s++)
		rc = add_value(im, *s);
	for (const char *const *s = how->defaults; !rc && s && *s; s++)
		rc = add_said(im, &o->defaults, "default", *s, false,
		    "FIELD=VALUE");
	if (!o->mode)
		o->mode = CRM_IMPORT_ADD;
	return rc ? rc : check(im);
}
