/* Import: mapping, keys, references, refusals, and that all is accounted. */
#include "import.h"

#include <fcntl.h>

static int
file_of(const char *s, size_t len)
{
	FILE *f = tmpfile();
	int fd;

	assert_non_null(f);
	assert_int_equal(fwrite(s, 1, len, f), len);
	assert_int_equal(fflush(f), 0);
	fd = dup(fileno(f));
	fclose(f);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	return fd;
}

static void
take_reject(void *ctx, long line, const char *field, const char *sentence,
	    const char *hint)
{
	struct world *w = ctx;
	size_t n = strlen(w->told);

	(void)hint;
	snprintf(w->told + n, sizeof(w->told) - n, "%ld:%s:%s\n", line, field,
	    sentence);
}

static int
take_id(void *ctx, int64_t id)
{
	struct world *w = ctx;
	size_t n = strlen(w->ids);

	snprintf(w->ids + n, sizeof(w->ids) - n, "%s%lld", n ? " " : "",
	    (long long)id);
	return 0;
}

static void
progress(void *ctx, int64_t rows, int permille)
{
	struct world *w = ctx;

	(void)rows;
	assert_in_range(permille, 0, 1000);
	w->progress++;
}

/* Import S by HOW and check the sums. */
static int
import_n(struct world *w, struct crm_import_how how, const char *s,
	 size_t len)
{
	char path[128];
	int rc, rejects;

	snprintf(path, sizeof(path), "%s/rejects", w->dir);
	rejects = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
	unlink(path);
	w->told[0] = w->ids[0] = w->rejects[0] = '\0';
	how.fd = file_of(s, len);
	how.name = "f.csv";
	how.rejects_fd = rejects;
	how.reject = take_reject;
	how.printed = take_id;
	how.progress = progress;
	how.ctx = w;
	w->crm.err = (struct crm_error){ 0 };
	rc = crm_import(&w->r, &w->crm, &how);
	assert_int_equal(w->r.rows, w->r.added + w->r.updated +
	    w->r.unchanged + w->r.rejected);
	memset(w->rejects, 0, sizeof(w->rejects));
	assert_true(pread(rejects, w->rejects, sizeof(w->rejects) - 1, 0) >=
	    0);
	close(rejects);
	close(how.fd);
	return rc;
}

static int
import(struct world *w, struct crm_import_how how, const char *s)
{
	return import_n(w, how, s, strlen(s));
}

#define HOW(...) (struct crm_import_how){ __VA_ARGS__ }
#define LIST(...) (const char *const[]){ __VA_ARGS__, NULL }

static void
assert_counts(struct world *w, int rc, int64_t added, int64_t updated,
	      int64_t unchanged, int64_t rejected)
{
	if (rc && !w->r.rejected)
		fail_msg("%d: %s", rc, w->crm.err.text);
	if (w->r.added != added || w->r.updated != updated ||
	    w->r.unchanged != unchanged || w->r.rejected != rejected)
		fail_msg("%lld added, %lld updated, %lld unchanged, %lld"
		    " rejected\n%s", (long long)w->r.added,
		    (long long)w->r.updated, (long long)w->r.unchanged,
		    (long long)w->r.rejected, w->told);
}

static void
assert_usage(struct world *w, int rc, const char *text, const char *hint)
{
	assert_int_equal(rc, CRM_EUSAGE);
	if (!strstr(w->crm.err.text, text) || !strstr(w->crm.err.hint, hint))
		fail_msg("'%s' / '%s'", w->crm.err.text, w->crm.err.hint);
	assert_int_equal(w->r.rows, 0);
}

static void
test_headers(void **state)
{
	struct world *w = *state;
	int rc = import(w, HOW(.entity = &crm_contact),
	    "First Name,last_name,E-Mail,_mine,rev,Preferred channel\n"
	    "Ada,Lovelace,ada@acme.test,x,7,phone\n");

	assert_counts(w, rc, 1, 0, 0, 0);
	assert_string_equal(text_of(w, "SELECT name || email ||"
	    " preferred_channel FROM contact"),
	    "Ada Lovelaceada@acme.testphone");
	assert_int_equal(ask(w, "SELECT rev FROM contact"), 1);
	assert_string_equal(w->ids, "1");

	rc = import(w, HOW(.entity = &crm_contact), "name,e-post\nX,y\n");
	assert_usage(w, rc, "'e-post' is no field", "--ignore-unknown");
	rc = import(w, HOW(.entity = &crm_contact), "name,emial\nX,y\n");
	assert_usage(w, rc, "'emial' is no field", "--set 'emial=email'");
	rc = import(w, HOW(.entity = &crm_contact), "e_mail,E-Mail\nX,y\n");
	assert_usage(w, rc, "both the field email", "--set 'E-Mail='");
	rc = import(w, HOW(.entity = &crm_contact,
	    .sets = LIST("Nme=title")), "name\nX\n");
	assert_usage(w, rc, "no column 'Nme'", "'name'");
	rc = import(w, HOW(.entity = &crm_contact,
	    .sets = LIST("a=nmae")), "a\nX\n");
	assert_usage(w, rc, "can't be 'nmae'", "'name'");
	rc = import(w, HOW(.entity = &crm_contact, .ignore_unknown = true),
	    "name,e-post\nX,y\n");
	assert_counts(w, rc, 1, 0, 0, 0);
}

static void
write_map(struct world *w, char path[128], const char *text)
{
	FILE *f;

	snprintf(path, 128, "%s/map", w->dir);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void
test_map(void **state)
{
	struct world *w = *state;
	char map[128];
	int rc;

	write_map(w, map, "[import]\n\tkey = name\n\tmode = upsert\n"
	    "\tdecimal = \",\"\n\tdelimiter = \";\"\n[columns]\n"
	    "\t\"Firma (neu)\" = name\n\tumsatz = annual_revenue\n"
	    "\tjahr =\n\tland = country\n\tnot_there = notes\n"
	    "[values \"industry\"]\n\ttechnolgy = technology\n"
	    "\t\"n/a\" =\n[defaults]\n\tkind = partner\n\tnotes = new\n");
	rc = import(w, HOW(.entity = &crm_account, .map = map,
	    .sets = LIST("a=b=source", "land=city"),
	    .values = LIST("source:x:y=z=w", "source:q=r")),
	    "FIRMA NEU;Umsatz;Jahr;industry;a=b;Land\n"
	    "Acme;1.234,5;1999; technolgy ;x:y=z;Rom\n"
	    "Bolt;;;n/a;q;\n");
	assert_counts(w, rc, 2, 0, 0, 0);
	assert_string_equal(text_of(w, "SELECT name || annual_revenue ||"
	    " industry || source || kind || notes || city FROM account"),
	    "Acme123450technologywpartnernewRom");
	assert_string_equal(text_of(w, "SELECT source FROM account WHERE"
	    " name = 'Bolt' AND industry IS NULL"), "r");
	rc = import(w, HOW(.entity = &crm_account, .map = map,
	    .mode = CRM_IMPORT_ADD, .point = '.', .delimiter = ','),
	    "Firma (neu)\nAcme\n");
	assert_counts(w, rc, 0, 0, 0, 1);
	assert_string_equal(w->told,
	    "2:name:'Acme' is there already: number 1\n");

	write_map(w, map, "[import]\n\tkye = name\n");
	rc = import(w, HOW(.entity = &crm_account, .map = map), "name\nX\n");
	assert_usage(w, rc, "map: line 2: unknown setting 'kye'", "'key'");
	write_map(w, map, "[colums]\n\tx = name\n");
	rc = import(w, HOW(.entity = &crm_account, .map = map), "name\nX\n");
	assert_usage(w, rc, "unknown section", "'columns'");
	write_map(w, map, "[values]\n\tx = name\n");
	rc = import(w, HOW(.entity = &crm_account, .map = map), "name\nX\n");
	assert_usage(w, rc, "needs a field", "");
}

static void
test_keys(void **state)
{
	struct world *w = *state;
	struct crm_import_how how = {
		.entity = &crm_contact, .mode = CRM_IMPORT_UPSERT
	};
	int rc = import(w, how, "name,email\nAda,ada@acme.test\n"
	    "Bob,bob@acme.test\n");

	assert_counts(w, rc, 2, 0, 0, 0);
	assert_int_equal(w->r.batch, 2);
	rc = import(w, how, "name,email,title\nAda,ADA@acme.test,\n"
	    "Bob,bob@acme.test,Boss\nEve,eve@acme.test,\n");
	assert_counts(w, rc, 1, 2, 0, 0);
	assert_string_equal(w->ids, "1 2 3");
	rc = import(w, how, "name,email,title\nAda,ADA@acme.test,\n"
	    "Bob,bob@acme.test,\nEve,eve@acme.test,\n");
	assert_counts(w, rc, 0, 0, 3, 0);
	assert_int_equal(w->r.batch, 0);
	assert_int_equal(ask(w, "SELECT MAX(id) FROM batch"), 3);
	how.empty = CRM_IMPORT_EMPTY_CLEAR;
	rc = import(w, how, "email,title\nbob@acme.test,\n");
	assert_counts(w, rc, 0, 1, 0, 0);
	how.mode = CRM_IMPORT_UPDATE;
	rc = import(w, how, "email\nx@acme.test\n");
	assert_counts(w, rc, 0, 0, 0, 1);
	assert_string_equal(w->told,
	    "2:email:no contact has the email 'x@acme.test'\n");
	assert_string_equal(w->rejects, "email,_line,_field,_code,_error\n"
	    "x@acme.test,2,email,not_found,"
	    "no contact has the email 'x@acme.test'\n");
	rc = import(w, how, "name\nAda\n");
	assert_usage(w, rc, "which record", "--key name");
	how.key = "title";
	rc = import(w, how, "name\nAda\n");
	assert_usage(w, rc, "no column is the key", "COLUMN=title");
	how.key = "nmae";
	rc = import(w, how, "name\nAda\n");
	assert_usage(w, rc, "no field 'nmae'", "'name'");
	how.key = "name";
	rc = import(w, how, "name,title\nÀDA,Countess\n");
	assert_counts(w, rc, 0, 1, 0, 0);
	rc = import(w, how, "name,title\n,Countess\n");
	assert_counts(w, rc, 0, 0, 0, 1);
	assert_string_equal(w->told, "2:name:the key is empty\n");
}

static void
test_twice(void **state)
{
	struct world *w = *state;
	struct crm_import_how how = {
		.entity = &crm_contact, .mode = CRM_IMPORT_UPSERT
	};
	int rc = import(w, how, "name,email\nAda,a@x.test\n\"B\nC\",b@x.test\n"
	    "Eve,A@x.test\n");

	assert_int_equal(rc, CRM_EINVAL);
	assert_counts(w, rc, 2, 0, 0, 1);
	assert_string_equal(w->told,
	    "5:email:'A@x.test' is also on line 2\n");
	assert_int_equal(ask(w, "SELECT COUNT(*) FROM contact"), 0);
	how.mode = CRM_IMPORT_ADD;
	how.partial = true;
	rc = import(w, how, "name,email\nAda,a@x.test\nEve,A@x.test\n");
	assert_int_equal(rc, CRM_EPARTIAL);
	assert_counts(w, rc, 1, 0, 0, 1);
	assert_string_equal(w->told, "3:email:'A@x.test' is taken by contact"
	    " 1 (Ada), of line 2\n");
	rc = import(w, how, "name,email\nAda,a@x.test\n");
	assert_string_equal(w->told,
	    "2:email:'a@x.test' is taken by contact 1 (Ada)\n");
	how.key = "name";
	how.mode = CRM_IMPORT_UPSERT;
	rc = import(w, how, "name,title\nAda,x\nada,y\n");
	assert_counts(w, rc, 0, 1, 0, 1);
	assert_string_equal(w->told, "3:name:'ada' is also on line 2\n");
	how.mode = CRM_IMPORT_ADD;
	how.key = NULL;
	import(w, how, "name\nAda\n");
	how.key = "name";
	how.mode = CRM_IMPORT_UPSERT;
	rc = import(w, how, "name,title\nAda,x\n");
	assert_counts(w, rc, 0, 0, 0, 1);
	assert_non_null(strstr(w->told, "fits several records, as 1"));
}

static void
test_source(void **state)
{
	struct world *w = *state;
	struct crm_import_how how = {
		.entity = &crm_account, .mode = CRM_IMPORT_UPSERT,
		.source = "erp"
	};
	int rc = import(w, how, "ext_id,name,account.x\n42,Acme,\n");

	assert_usage(w, rc, "account.x", "");
	rc = import(w, how, "ext_id,name\n42,Acme\n");
	assert_counts(w, rc, 1, 0, 0, 0);
	assert_string_equal(text_of(w, "SELECT ext_id FROM account"),
	    "erp:42");
	rc = import(w, how, "ext_id,name\n42,Acme\nerp:43,Bolt\n");
	assert_counts(w, rc, 1, 0, 1, 0);
	rc = import(w, HOW(.entity = &crm_contact, .source = "erp"),
	    "name,account.ext_id,owner\nAda,43,ada\nBob,erp:42,1\n");
	assert_counts(w, rc, 2, 0, 0, 0);
	assert_int_equal(ask(w, "SELECT account FROM contact WHERE name ="
	    " 'Ada'"), 2);
	rc = import(w, HOW(.entity = &crm_contact),
	    "name,account\nEve,ext:erp:42\nFay,bolt\nGil,2\nHal,12\n");
	assert_counts(w, rc, 3, 0, 0, 1);
	assert_string_equal(w->told, "5:account:no account '12'\n");
	rc = import(w, HOW(.entity = &crm_contact),
	    "name,account.name\nEve,2\n");
	assert_string_equal(w->told, "2:account:no account '2'\n");
}

static void
test_create(void **state)
{
	struct world *w = *state;
	int rc = import(w, HOW(.entity = &crm_opp,
	    .create = "account,user,product,stage,pipeline"),
	    "name,account,owner,product,pipeline,stage\n"
	    "A,Acme,Ann Lee,GTX Pro,Sales,Tasting\n"
	    "B,ACME,Ann-Lee,GTX-Pro,Big,Tasting\n"
	    "C,Acme,Ann Lee,GTX Pro,Sales,Won\n");

	assert_counts(w, rc, 3, 0, 0, 0);
	assert_int_equal(w->r.created, 8);
	assert_int_equal(ask(w, "SELECT COUNT(*) FROM account"), 1);
	assert_string_equal(text_of(w, "SELECT group_concat(login, ' ') FROM"
	    " (SELECT login FROM user ORDER BY id)"),
	    "ada ann.lee ann-lee");
	assert_string_equal(text_of(w, "SELECT group_concat(code, ' ') FROM"
	    " product"), "GTX-PRO GTX-PRO-2");
	assert_int_equal(ask(w, "SELECT COUNT(DISTINCT pipeline) FROM stage"
	    " WHERE name = 'Tasting' AND category = 'open'"), 2);
	rc = import(w, HOW(.entity = &crm_opp, .create = "tag"), "name\nA\n");
	assert_usage(w, rc, "'tag' can't be made", "");
	rc = import(w, HOW(.entity = &crm_opp, .create = "acount"),
	    "name\nA\n");
	assert_usage(w, rc, "'acount'", "'account'");
	rc = import(w, HOW(.entity = &crm_opp), "name,account\nA,Acne\n");
	assert_counts(w, rc, 0, 0, 0, 1);
	assert_string_equal(w->told, "2:account:no account 'Acne'\n");
}

/* Parents stand anywhere in the file; unchanged ones are left alone. */
static void
test_forward(void **state)
{
	struct world *w = *state;
	struct crm_import_how how = {
		.entity = &crm_account, .mode = CRM_IMPORT_UPSERT,
		.key = "name"
	};
	const char *s = "name,parent\nA,C\nB,\nC,B\nD,A\n";
	int rc = import(w, how, s);

	assert_counts(w, rc, 4, 0, 0, 0);
	assert_string_equal(text_of(w, "SELECT group_concat(COALESCE(parent,"
	    " 0), ' ') FROM (SELECT parent FROM account ORDER BY name)"),
	    "3 0 2 1");
	assert_int_equal(ask(w, "SELECT MAX(rev) FROM account"), 1);
	assert_int_equal(ask(w, "SELECT added * 10 + updated FROM batch"
	    " WHERE id = 2"), 40);
	rc = import(w, how, s);
	assert_counts(w, rc, 0, 0, 4, 0);
	assert_int_equal(w->r.batch, 0);
	/* A and C change places: on the way there is a circle. */
	rc = import(w, how, "name,parent\nC,A\nA,B\nE,C\n");
	assert_counts(w, rc, 1, 2, 0, 0);
	assert_string_equal(text_of(w, "SELECT group_concat(COALESCE(parent,"
	    " 0), ' ') FROM (SELECT parent FROM account ORDER BY name)"),
	    "2 0 1 1 3");
	assert_int_equal(crm_undo(&w->crm, 3, NULL, NULL), 0);
	assert_string_equal(text_of(w, "SELECT group_concat(COALESCE(parent,"
	    " 0), ' ') FROM (SELECT parent FROM account ORDER BY name)"),
	    "3 0 2 1");
	how.create = "account";
	rc = import(w, how, "name,parent\nF,Top\nG,Top\n");
	assert_counts(w, rc, 2, 0, 0, 0);
	assert_int_equal(w->r.created, 1);
}

static void
test_circles(void **state)
{
	struct world *w = *state;
	struct crm_import_how how = {
		.entity = &crm_account, .mode = CRM_IMPORT_UPSERT,
		.key = "name"
	};
	int rc = import(w, how, "name,parent\nA,B\nB,C\nC,A\nD,D\nE,A\nF,\n");

	assert_int_equal(rc, CRM_EINVAL);
	assert_counts(w, rc, 1, 0, 0, 5);
	assert_non_null(strstr(w->told, "2:parent:the account would be above"
	    " itself, by lines 2 and 3\n"));
	assert_non_null(strstr(w->told, "5:parent:the account would be above"
	    " itself\n"));
	assert_non_null(strstr(w->told, "6:parent:account 'A' of line 2 was"
	    " refused\n"));
	assert_non_null(strstr(w->rejects, "\nE,A,6,parent,not_found,"));
	assert_int_equal(ask(w, "SELECT COUNT(*) FROM account"), 0);

	how.partial = true;
	rc = import(w, how, "name,parent,email\nA,B,\nB,A,\nC,D,\nD,,\n"
	    "E,Nobody,\nF,E,\nG,,bad\n");
	assert_int_equal(rc, CRM_EPARTIAL);
	assert_counts(w, rc, 2, 0, 0, 5);
	assert_string_equal(text_of(w, "SELECT group_concat(name, ' ') FROM"
	    " (SELECT name FROM account ORDER BY name)"), "C D");
	assert_int_equal(ask(w, "SELECT COUNT(*) FROM account WHERE parent"
	    " IS NOT NULL"), 1);
	assert_non_null(strstr(w->rejects, "\nG,,bad,8,email,invalid,"));
	assert_non_null(strstr(w->rejects, "\nF,E,,7,parent,"));
	assert_null(strstr(w->rejects, "\nC,"));
	/* A circle through a record that is not in the file. */
	rc = import(w, how, "name,parent\nD,C\n");
	assert_counts(w, rc, 0, 0, 0, 1);
}

static void
test_refused(void **state)
{
	struct world *w = *state;
	struct crm_import_how how = { .entity = &crm_contact };
	const char *s = "name;email;birthday;_line\n\n"
	    "\"A;\"\"q\"\"\nx\";a@x.test;2000-01-02;9\n"
	    "B;ada@;;8\nC;;03/04/2001;7\nD;;\nE\xff;;;\n";
	char again[8192];
	int rc = import(w, how, s);

	assert_int_equal(rc, CRM_EINVAL);
	assert_counts(w, rc, 1, 0, 0, 4);
	assert_string_equal(w->told,
	    "5:email:'ada@' is not an e-mail address\n"
	    "6:birthday:'03/04/2001' is not a day\n"
	    "7::has 3 columns, the header has 4\n"
	    "8::name: is not UTF-8; --encoding says what the file is in\n");
	assert_int_equal(ask(w, "SELECT COUNT(*) FROM contact"), 0);
	assert_non_null(strstr(w->rejects,
	    "name;email;birthday;_line;_field;_code;_error\n"
	    "B;ada@;;5;email;invalid;'ada@' is not an e-mail address\n"));
	snprintf(again, sizeof(again), "%s", w->rejects);
	rc = import(w, how, again);
	assert_counts(w, rc, 0, 0, 0, 4);
	/* Again and again it stays what it was but for the line. */
	assert_non_null(strstr(w->rejects, "\nB;ada@;;2;email;"));
	assert_non_null(strstr(w->rejects, "\nD;;;;4;;invalid;"));
	how.date_format = "dmy";
	how.encoding = "ISO-8859-1";
	how.partial = true;
	rc = import(w, how, s);
	assert_counts(w, rc, 3, 0, 0, 2);
	assert_string_equal(text_of(w, "SELECT birthday FROM contact WHERE"
	    " name = 'C'"), "2001-04-03");
	how.partial = false;
	how.max_errors = 2;
	rc = import(w, how, "email\na@\nb@\nc@\n");
	assert_counts(w, rc, 0, 0, 0, 2);
	assert_true(w->r.stopped);
}

static void
test_unreadable(void **state)
{
	struct world *w = *state;
	struct crm_import_how how = {
		.entity = &crm_contact, .partial = true
	};
	int rc = import(w, how, "name\nA\n\"B\nC\n");

	assert_int_equal(rc, CRM_EINVAL);
	assert_int_equal(w->crm.err.line, 3);
	assert_int_equal(ask(w, "SELECT COUNT(*) FROM contact"), 0);
	rc = import_n(w, how, "name\nA\nB\0\n", 10);
	assert_int_equal(rc, CRM_EINVAL);
	assert_int_equal(ask(w, "SELECT COUNT(*) FROM contact"), 0);
	rc = import(w, how, "");
	assert_int_equal(rc, CRM_EINVAL);
	rc = import(w, how, "name\n");
	assert_counts(w, rc, 0, 0, 0, 0);
}

static void
test_dry_run(void **state)
{
	struct world *w = *state;
	struct crm_import_how how = {
		.entity = &crm_account, .dry_run = true, .create = "user"
	};
	int rc = import(w, how, "name,parent,owner,tags\nA,B,Zed,x;y\n"
	    "B,,,\n");

	assert_counts(w, rc, 2, 0, 0, 0);
	assert_int_equal(w->r.batch, 0);
	assert_int_equal(ask(w, "SELECT (SELECT COUNT(*) FROM account) +"
	    " (SELECT COUNT(*) FROM user) + (SELECT COUNT(*) FROM tag) +"
	    " (SELECT MAX(id) FROM batch)"), 2);
	how.dry_run = false;
	rc = import(w, how, "name,parent,owner,tags\nA,B,Zed,x;y\nB,,,\n");
	assert_counts(w, rc, 2, 0, 0, 0);
	assert_int_equal(w->r.batch, 2);
}

/* What export writes of all fields comes in as it was. */
static void
test_whole(void **state)
{
	struct world *w = *state;
	struct crm_import_how how = {
		.entity = &crm_account, .mode = CRM_IMPORT_UPSERT,
		.key = "id"
	};
	const char *s = "id,rev,name,parent,created_at,created_by,updated_at,"
	    "deleted_at,tags,owner\n"
	    "7,3,A,9,2020-01-02T03:04:05Z,1,2020-01-02T03:04:05Z,,b;a,1\n"
	    "9,1,B,,2020-01-02T03:04:05Z,1,,2021-01-01T00:00:00Z,,\n";
	int rc = import(w, how, s);

	assert_counts(w, rc, 2, 0, 0, 0);
	assert_string_equal(w->ids, "7 9");
	assert_string_equal(text_of(w, "SELECT id || ' ' || parent || ' ' ||"
	    " created_at FROM account"), "7 9 2020-01-02T03:04:05Z");
	assert_string_equal(text_of(w, "SELECT deleted_at FROM account WHERE"
	    " id = 9"), "2021-01-01T00:00:00Z");
	rc = import(w, how, s);
	assert_counts(w, rc, 0, 0, 2, 0);
	rc = import(w, how, "id,name\n9,B\nx,C\n7,D\n");
	assert_counts(w, rc, 0, 1, 0, 2);
	assert_non_null(strstr(w->told, "2:id:account 9 is deleted\n"));
	rc = import(w, HOW(.entity = &crm_account), "name\nNext\n");
	assert_string_equal(w->ids, "10");
}

static void
test_excel_safe(void **state)
{
	struct world *w = *state;
	int rc = import(w, HOW(.entity = &crm_account, .excel_safe = true),
	    "name,notes\n'=A,''x\nB,'x\n'+49,-\n");

	assert_counts(w, rc, 3, 0, 0, 0);
	assert_string_equal(text_of(w, "SELECT group_concat(name || notes,"
	    " '|') FROM account"), "=A'x|B'x|+49-");
}

static void
test_batch_key(void **state)
{
	struct world *w = *state;
	struct crm_import_how how = {
		.entity = &crm_account, .batch_key = "k", .hash = "h"
	};
	int rc = import(w, how, "id,name\n5,A\n,B\n,C\n");

	assert_counts(w, rc, 3, 0, 0, 0);
	assert_string_equal(w->ids, "5 6 7");
	rc = import(w, how, "id,name\n5,A\n,B\n,C\n");
	assert_int_equal(rc, 0);
	assert_true(w->r.replayed);
	assert_string_equal(w->ids, "5 6 7");
	how.hash = "other";
	rc = import(w, how, "name\nA\n");
	assert_int_equal(rc, CRM_ECONFLICT);
	assert_int_equal(ask(w, "SELECT COUNT(*) FROM account"), 3);
}

/* A load into an empty table, then the same again, then its undoing. */
static void
test_large(void **state)
{
	struct world *w = *state;
	struct crm_buf s = { 0 };
	struct crm_import_how how = {
		.entity = &crm_contact, .mode = CRM_IMPORT_UPSERT
	};
	int rc;

	crm_buf_str(&s, "Last name,email,reports_to,tags,notes\n");
	for (int i = 0; i < 20000; i++)
		crm_buf_printf(&s, "Name %d,n%d@x.test,%s,t%d;all,\"%s\"\n",
		    i, i, i % 100 == 99 ? "" : i % 2 ? "n99@x.test" :
		    "Name 199", i % 7, i % 10 ? "x" : "a\nb");
	rc = import(w, how, s.s);
	assert_counts(w, rc, 20000, 0, 0, 0);
	assert_int_equal(w->progress, 4);
	assert_int_equal(ask(w, "SELECT COUNT(*) FROM contact WHERE"
	    " reports_to = 100"), 9800);
	assert_int_equal(ask(w, "SELECT COUNT(*) FROM log WHERE batch > 1"),
	    2);
	rc = import(w, how, s.s);
	assert_counts(w, rc, 0, 0, 20000, 0);
	assert_int_equal(w->r.batch, 0);
	crm_buf_str(&s, "Twin,N5@x.test,,,\n");
	rc = import(w, how, s.s);
	assert_counts(w, rc, 0, 0, 20000, 1);
	assert_string_equal(w->told,
	    "22002:email:'N5@x.test' is also on line 8\n");
	assert_int_equal(crm_undo(&w->crm, 2, NULL, NULL), 0);
	assert_int_equal(ask(w, "SELECT COUNT(*) FROM contact"), 0);
	rc = import(w, how, s.s);
	assert_counts(w, rc, 20000, 0, 0, 1);
	assert_string_equal(w->told,
	    "22002:email:'N5@x.test' is also on line 8\n");
	assert_int_equal(ask(w, "SELECT COUNT(*) FROM contact"), 0);
	crm_buf_free(&s);
}

/* Two addresses whose hashes are the same to 32 bits are two all the same. */
static void
test_same_hash(void **state)
{
	struct world *w = *state;
	struct crm_buf s = { 0 };
	struct crm_import_how how = {
		.entity = &crm_contact, .mode = CRM_IMPORT_UPSERT
	};
	int rc;

	crm_buf_str(&s, "name,email,notes\nA,n212117@x.test,\n"
	    "B,n212367@x.test,\nC,n212117@x.test,\nD,d@x.test,\"");
	for (int i = 0; i < 20000; i++)
		crm_buf_str(&s, "long text ");
	crm_buf_str(&s, "\"\n");
	rc = import(w, how, s.s);
	assert_counts(w, rc, 3, 0, 0, 1);
	assert_string_equal(w->told,
	    "4:email:'n212117@x.test' is also on line 2\n");
	crm_buf_free(&s);
}

static void
test_suggest(void **state)
{
	struct world *w = *state;
	struct crm_buf out = { 0 };
	struct crm_import_how how = {
		.entity = &crm_contact, .name = "f.csv",
		.fd = file_of("E-Mail,Emial,zzz,account.name\n", 30)
	};

	assert_int_equal(crm_import_suggest(&out, &w->crm, &how), 0);
	assert_non_null(strstr(out.s, "[columns]\n\t\"E-Mail\" = email\n"
	    "\t# \"Emial\" = email\n\t# \"zzz\" =\n"
	    "\t\"account.name\" = account.name\n"));
	close(how.fd);
	crm_buf_free(&out);
}

/* From a pipe, which can't be read twice. */
static void
test_pipe(void **state)
{
	struct world *w = *state;
	const char *s = "name,parent\nA,B\nB,\nC,X\n";
	struct crm_import_how how = {
		.entity = &crm_account, .name = "stdin", .partial = true
	};
	int fd[2];

	assert_int_equal(pipe(fd), 0);
	assert_int_equal(write(fd[1], s, strlen(s)), strlen(s));
	close(fd[1]);
	how.fd = fd[0];
	assert_int_equal(crm_import(&w->r, &w->crm, &how), CRM_EPARTIAL);
	assert_int_equal(w->r.added, 2);
	assert_int_equal(ask(w, "SELECT COUNT(*) FROM account"), 2);
	close(fd[0]);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(test_headers), T(test_map), T(test_keys), T(test_twice),
		T(test_source), T(test_create), T(test_forward),
		T(test_circles), T(test_refused), T(test_unreadable),
		T(test_dry_run), T(test_whole), T(test_excel_safe),
		T(test_batch_key), T(test_large), T(test_same_hash),
		T(test_suggest), T(test_pipe)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
