/*
 * Errors: a code for programs, a sentence for people.
 *
 * Every function that can fail returns 0 or one of these codes.  The code
 * says what a caller may do about it; the sentence, written once at the place
 * that knows the user's words, is kept in the struct crm_error that the
 * caller supplied.
 *
 *	static int
 *	need_positive(struct crm_error *err, long n)
 *	{
 *		if (n > 0)
 *			return 0;
 *		crm_fail(err, CRM_EINVAL, "%ld is not above zero", n);
 *		return crm_hint(err, "write a number such as 5");
 *	}
 */
#ifndef CRM_ERROR_H
#define CRM_ERROR_H

/* The exit status of the program is the code without its sign: see crm(1). */
enum crm_code {
	CRM_OK = 0,
	CRM_EFAIL = -1,		/* anything not named below, output included */
	CRM_EUSAGE = -2,	/* the command line or a filter is wrong */
	CRM_ENOTFOUND = -3,	/* no such record, field or file */
	CRM_EINVAL = -4,	/* a value does not fit its field */
	CRM_ECONFLICT = -5,	/* unique, reference, revision; or ambiguous */
	CRM_EPARTIAL = -6,	/* some rows were taken, some rejected */
	CRM_EREFUSED = -7,	/* a prompt, a hook or a permission said no */
	CRM_ENODB = -8,		/* no database there, or not this schema */
	CRM_EBUSY = -75		/* locked; the same command may be run again */
};

struct crm_error {
	enum crm_code code;
	long line;		/* of the input; 0 when there is none */
	char field[64];		/* the field at fault, or "" */
	char text[512];		/* what is wrong */
	char hint[512];		/* what to do, or "" */
};

/*
 * Record a failure and return CODE, so that "return crm_fail(...)" reads
 * well.  Clears what was recorded before.
 */
int crm_fail(struct crm_error *err, enum crm_code code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Add what to do about it; returns the recorded code. */
int crm_hint(struct crm_error *err, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Name the field at fault; returns the recorded code. */
int crm_fail_field(struct crm_error *err, const char *field);

/* Put "PREFIX: " before the recorded sentence; returns the recorded code. */
int crm_fail_in(struct crm_error *err, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* The word for CODE in messages for programs: "not_found", "busy", ... */
const char *crm_code_name(enum crm_code code);

#endif
