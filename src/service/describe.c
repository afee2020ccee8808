/* The catalogue as rows. */
#include "crm/describe.h"

#include <string.h>

#include "crm/buf.h"

static const char *const types[] = {
	[CRM_T_TEXT] = "text", [CRM_T_EMAIL] = "email",
	[CRM_T_PHONE] = "phone", [CRM_T_URL] = "url", [CRM_T_TAGS] = "tags",
	[CRM_T_INT] = "int", [CRM_T_DECIMAL] = "decimal",
	[CRM_T_PERCENT] = "percent", [CRM_T_RATE] = "rate",
	[CRM_T_MONEY] = "money", [CRM_T_CURRENCY] = "currency",
	[CRM_T_BOOL] = "bool", [CRM_T_DATE] = "date", [CRM_T_TIME] = "time",
	[CRM_T_ENUM] = "choice", [CRM_T_REF] = "ref", [CRM_T_LINK] = "link",
	[CRM_T_LINKS] = "links"
};

static const struct { unsigned flag; const char *name; } flags[] = {
	{ CRM_REQUIRED, "required" }, { CRM_UNIQUE, "unique" },
	{ CRM_READONLY, "readonly" }, { CRM_IMPORT, "import" },
	{ CRM_DERIVED, "derived" }, { CRM_SENSITIVE, "sensitive" },
	{ CRM_NAME, "name" }, { CRM_TITLE, "title" }, { CRM_LONG, "long" },
	{ CRM_TREE, "tree" }, { CRM_BRIEF, "listed" },
	{ CRM_CUSTOM, "custom" }
};

enum { ENTITY_COLUMNS = 7, BRIEF_COLUMNS = 3, FIELD_COLUMNS = 8 };

static const struct crm_field entity_fields[ENTITY_COLUMNS] = {
	CRM_COMPUTED("name", CRM_T_TEXT), CRM_COMPUTED("plural", CRM_T_TEXT),
	CRM_COMPUTED("help", CRM_T_TEXT), CRM_COMPUTED("called", CRM_T_TEXT),
	CRM_COMPUTED("fields", CRM_T_TAGS),
	CRM_COMPUTED("required", CRM_T_TAGS),
	CRM_COMPUTED("inverse", CRM_T_TAGS),
};

static const struct crm_field field_fields[FIELD_COLUMNS] = {
	CRM_COMPUTED("entity", CRM_T_TEXT), CRM_COMPUTED("field", CRM_T_TEXT),
	CRM_COMPUTED("type", CRM_T_TEXT), CRM_COMPUTED("flags", CRM_T_TAGS),
	CRM_COMPUTED("ref", CRM_T_TEXT), CRM_COMPUTED("choices", CRM_T_TAGS),
	CRM_COMPUTED("preset", CRM_T_TEXT), CRM_COMPUTED("help", CRM_T_TEXT),
};

const char *
crm_type_name(enum crm_type type)
{
	return types[type];
}

static int
begin(const struct crm_sink *to, const struct crm_field *f, size_t n)
{
	struct crm_column columns[FIELD_COLUMNS];

	for (size_t i = 0; i < n; i++)
		columns[i] = (struct crm_column){
			f[i].name, &f[i], (int)i, -1, -1, i < 2
		};
	return to->begin(to->ctx, columns, n);
}

static void
add(struct crm_buf *out, const char *word)
{
	if (out->len)
		crm_buf_char(out, ';');
	crm_buf_str(out, word);
}

static struct crm_value
text_of(const struct crm_buf *b)
{
	return b->len ? crm_text_n(b->s, b->len) : crm_null();
}

static void
add_inverse(void *ctx, const char *name, const struct crm_entity *from,
	    const struct crm_field *field)
{
	(void)from;
	(void)field;
	add(ctx, name);
}

static int
entity_row(struct crm *crm, const struct crm_entity *e,
	   const struct crm_sink *to)
{
	const struct crm_field *called = crm_field_title_of(e);
	struct crm_buf names = { 0 }, must = { 0 }, inverse = { 0 };
	int rc;

	for (size_t i = 0; i < e->nfields; i++) {
		add(&names, e->fields[i].name);
		if ((e->fields[i].flags & CRM_REQUIRED) &&
		    !(e->fields[i].flags & CRM_READONLY))
			add(&must, e->fields[i].name);
	}
	crm_inverse_each(crm, e, add_inverse, &inverse);
	rc = to->row(to->ctx, (struct crm_value[]){
		crm_text(e->name), crm_text(e->plural), crm_text(e->help),
		crm_text(called ? called->name : NULL), text_of(&names),
		text_of(&must), text_of(&inverse) });
	crm_buf_free(&names);
	crm_buf_free(&must);
	crm_buf_free(&inverse);
	return rc;
}

int
crm_describe_entities(struct crm *crm, bool brief, const struct crm_sink *to)
{
	const struct crm_entity *const *all = crm_entities(crm);
	int rc = begin(to, entity_fields, brief ? BRIEF_COLUMNS
	    : ENTITY_COLUMNS);

	for (size_t i = 0; !rc && all[i]; i++)
		if (!(all[i]->flags & CRM_E_PLAIN))
			rc = entity_row(crm, all[i], to);
	return rc;
}

static int
field_row(const struct crm_entity *e, const struct crm_field *f,
	  const struct crm_sink *to)
{
	struct crm_buf is = { 0 }, choices = { 0 };
	int rc;

	for (size_t i = 0; i < CRM_COUNT(flags); i++)
		if (f->flags & flags[i].flag)
			add(&is, flags[i].name);
	for (size_t i = 0; f->choices && f->choices[i]; i++)
		add(&choices, f->choices[i]);
	rc = to->row(to->ctx, (struct crm_value[]){
		crm_text(e->name), crm_text(f->name),
		crm_text(types[f->type]), text_of(&is), crm_text(f->ref),
		text_of(&choices), crm_text(f->preset), crm_text(f->help) });
	crm_buf_free(&is);
	crm_buf_free(&choices);
	return rc;
}

struct inverse {
	const struct crm_entity *e;
	const struct crm_sink *to;
	int rc;
};

static void
inverse_row(void *ctx, const char *name, const struct crm_entity *from,
	    const struct crm_field *field)
{
	struct inverse *i = ctx;
	struct crm_buf help = { 0 };

	if (i->rc || (from->flags & CRM_E_PLAIN))
		return;
	crm_buf_printf(&help, "%s whose %s it is", from->plural, field->name);
	i->rc = i->to->row(i->to->ctx, (struct crm_value[]){
		crm_text(i->e->name), crm_text(name), crm_text("records"),
		crm_null(), crm_text(from->name), crm_null(), crm_null(),
		text_of(&help) });
	crm_buf_free(&help);
}

int
crm_describe_fields(struct crm *crm, const struct crm_entity *const *entities,
		    const struct crm_sink *to)
{
	int rc = begin(to, field_fields, FIELD_COLUMNS);

	for (; !rc && *entities; entities++) {
		struct inverse i = { *entities, to, 0 };

		for (size_t f = 0; !rc && f < i.e->nfields; f++)
			rc = field_row(i.e, &i.e->fields[f], to);
		if (!rc)
			crm_inverse_each(crm, i.e, inverse_row, &i);
		rc = rc ? rc : i.rc;
	}
	return rc;
}
