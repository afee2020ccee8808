/*
 * Templates as anyone may type them: each is refused with its sentence, or
 * gives the same text for the same row.
 */
#include "fuzz.h"

static const struct crm_field fields[] = {
	CRM_COMPUTED("id", CRM_T_INT), CRM_COMPUTED("name", CRM_T_TEXT),
	CRM_COMPUTED("amount", CRM_T_MONEY), CRM_COMPUTED("x", CRM_T_TAGS)
};

static int
write_rows(struct crm_buf *out, const char *template, struct crm_error *err)
{
	const struct crm_column cols[] = {
		{ "id", &fields[0], 0, -1, -1, true },
		{ "name", &fields[1], 1, -1, -1, true },
		{ "account.amount", &fields[2], 2, -1, 4, false },
		{ "x", &fields[3], 3, -1, -1, false }
	};
	const struct crm_value cells[] = {
		crm_int(7), crm_text("{Ada}\\n"), crm_int(1250), crm_null(),
		crm_text("EUR")
	};
	const struct crm_writer_how how = {
		.format = CRM_FORMAT_TEMPLATE, .template = template,
		.currency = "EUR", .fd = -1
	};
	struct crm_writer *w;
	int rc = crm_writer_begin(&w, &how, cols, 4, err);

	if (rc)
		return rc;
	for (int i = 0; !rc && i < 2; i++)
		rc = crm_writer_row(w, cells);
	crm_buf_add(out, crm_writer_text(w)->s, crm_writer_text(w)->len);
	crm_buf_cut(crm_writer_text(w), 0);
	return crm_writer_end(w, rc);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct crm_buf text = { 0 }, out = { 0 };
	struct crm_error err = { 0 };
	int rc;

	crm_buf_add(&text, data, size);
	rc = write_rows(&out, text.s ? text.s : "", &err);
	if (rc && (rc != CRM_EUSAGE || err.code != rc || !err.text[0]))
		abort();
	/* One row is half of two. */
	if (!rc && out.len && (out.len % 2 ||
	    memcmp(out.s, out.s + out.len / 2, out.len / 2)))
		abort();
	crm_buf_free(&text);
	crm_buf_free(&out);
	return 0;
}
