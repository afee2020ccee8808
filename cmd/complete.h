/*
 * What could stand at the end of a command line: one candidate a line, a tab,
 * and what it is.  A line ":file" alone asks for the names of files.
 */
#ifndef CMD_COMPLETE_H
#define CMD_COMPLETE_H

#include "cmd.h"
#include "crm/candidates.h"

struct complete {
	struct cmd *c;			/* of the line that is typed */
	void *args;			/* of its verb; NULL: none yet */
	const char *head;		/* what stays before a candidate */
	const char *typed;		/* what it begins with */
	bool quote;			/* names are values of a filter */
	char open;			/* the quote that was typed there */
	enum { COMPLETE_CLOSED, COMPLETE_OPEN, COMPLETE_NONE } db;
};

/* Print WORD, or only if it begins with what was typed (case aside). */
void complete_put(struct complete *t, const char *word, const char *help);
void complete_offer(struct complete *t, const char *word, const char *help);
/* The same with the text AFTER behind it: "=". */
void complete_offer_with(struct complete *t, const char *word,
			 const char *after, const char *help);
void complete_words(struct complete *t, const char *const *words);
/* Let the shell complete the name of a file. */
void complete_file(struct complete *t);

/* The first N bytes that were typed stay as they are. */
void complete_skip(struct complete *t, size_t n);
/* Up to the last of the characters STOPS: items of a list. */
void complete_skip_past(struct complete *t, const char *stops);

/* True when there is a database; it is opened to be read. */
bool complete_open(struct complete *t);
void complete_refs(struct complete *t, const struct crm_entity *e,
		   unsigned flags);
void complete_tags(struct complete *t);

/* complete_values.c: what an option or an operand takes. */
void complete_value(struct complete *t, const struct crm_opt *o);
/* What filters and columns are about: reports are about opportunities. */
const struct crm_entity *complete_entity(struct complete *t);

/* complete_fields.c: values of F; FILTER: also words of filters alone. */
void complete_field_value(struct complete *t, const struct crm_field *f,
			  bool filter);
void complete_days(struct complete *t);
void complete_periods(struct complete *t);
void complete_currencies(struct complete *t);
/* contact:ada@acme.test, of an entity that F (or NULL) may refer to. */
void complete_link(struct complete *t, const struct crm_field *f);
/* FIELD=VALUE, where fields that were given are left out. */
void complete_assign(struct complete *t);
/* Before STOP a field, behind the last '=' a value of it. */
void complete_field_of(struct complete *t, char stop);
/* Where the verb keeps what was given for its operand NAME; or NULL. */
const void *complete_argument(const struct complete *t,
			      enum crm_opt_kind kind, const char *name);

/*
 * complete_paths.c: fields, also through references.  The I-th field of E, its
 * own before those that every entity has; NULL at the end.
 */
const struct crm_field *complete_field_at(const struct crm_entity *e,
					  size_t i);
void complete_fields(struct complete *t, const char *after);
void complete_columns(struct complete *t, bool sort);
/*
 * Follow the path that was typed up to its last point; NULL when it leads
 * nowhere.  FILTER: also to what refers to the entity.
 */
const struct crm_entity *complete_follow(struct complete *t,
					 const struct crm_entity *e,
					 bool filter);
/* The field that the path of LEN bytes at S leads to, or NULL. */
const struct crm_field *complete_path(const struct crm *crm,
				      const struct crm_entity *e,
				      const char *s, size_t len);

/* complete_config.c: KEY=VALUE of the configuration; keys alone. */
void complete_setting(struct complete *t);
void complete_key(struct complete *t);

/*
 * complete_other.c: aliases and programs.  complete_alias puts the words of
 * the alias c->unknown in its place; false when it is none: a program is
 * offered files.
 */
void complete_other(struct complete *t);
bool complete_alias(struct complete *t, int *argc, char ***argv);

/* complete_filter.c */
void complete_filter(struct complete *t);

#endif
