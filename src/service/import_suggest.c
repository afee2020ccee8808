/* A mapping file to begin with: what is known, and a guess at the rest. */
#include <string.h>

#include "service/import.h"

/* A key in quotes, as crm_conf_parse takes it. */
static void
quoted(struct crm_buf *out, struct crm_value v)
{
	crm_buf_char(out, '"');
	for (size_t i = 0; i < v.len; i++) {
		char c = v.s[i];

		if (c == '"' || c == '\\')
			crm_buf_char(out, '\\');
		if (c == '\n')
			crm_buf_str(out, "\\n");
		else if (c == '\t')
			crm_buf_str(out, "\\t");
		else if (c != '\r')
			crm_buf_char(out, c);
	}
	crm_buf_char(out, '"');
}

static void
suggest_column(struct crm_buf *out, const struct import *im,
	       struct crm_value name)
{
	const struct crm_entity *e = im->e;
	struct import_target t = import_match(im, name);
	const char *near;

	if (t.field && import_takes(e, t.field)) {
		crm_buf_char(out, '\t');
		quoted(out, name);
		crm_buf_printf(out, " = %s%s%s\n", t.field->name, t.theirs
		    ? "." : "", t.theirs ? t.theirs->name
		    : t.as == IMPORT_AS_MINOR ? "_minor" : "");
		return;
	}
	near = t.field ? NULL : import_nearest(e, name);
	crm_buf_str(out, "\t# ");
	quoted(out, name);
	crm_buf_printf(out, " =%s%s\n", near ? " " : "", near ? near : "");
}

int
crm_import_suggest(struct crm_buf *out, struct crm *crm,
		   const struct crm_import_how *how)
{
	struct import im = {
		.crm = crm, .how = how,
		.e = crm_entity_of(crm, how->entity),
		.input.fd = -1
	};
	int rc = import_options(&im);

	if (!rc)
		rc = crm_input_open(&im.input, how->fd, how->name,
		    &crm->err);
	if (!rc)
		rc = import_reader_open(&im);
	im.json = !rc && crm_reader_is_json(im.reader);
	if (im.json)
		rc = import_members_first(&im);
	else if (!rc)
		im.header = *crm_reader_header(im.reader);
	if (rc)
		goto out;
	crm_buf_printf(out, "# crm %s import --map THIS FILE: see"
	    " crm-map(5)\n[import]\n\t# key = ext_id\n\t# mode = upsert\n"
	    "\t# date-format = mdy\n[columns]\n", how->entity->name);
	for (size_t i = 0; i < im.header.n; i++)
		suggest_column(out, &im, im.header.v[i]);
out:
	crm_reader_close(im.reader);
	crm_input_close(&im.input);
	crm_arena_free(&im.arena);
	return rc;
}
