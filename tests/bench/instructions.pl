# What the works of tests/bench take in instructions: these repeat exactly,
# whatever else the machine does.
use strict;
use warnings;

our ($dir, $crm, $why, $errors);

sub instructions {
	my (@command) = @_;

	run_to('/dev/null', 'valgrind', '--tool=callgrind',
	    '--callgrind-out-file=/dev/null', @command)
	    or die "valgrind @command: $why\n";
	return contents($errors) =~ /Collected : (\d+)/ ? $1
	    : die "valgrind @command: it counted nothing\n";
}

sub count_import {
	my ($d, $file, @options) = @_;

	return instructions($crm, '-d', "$d/work.db", 'contact', 'import',
	    @options, "$d/$file.csv");
}

sub count_export {
	my ($d, $format) = @_;
	my @export = ($crm, '-d', "$d/full.db", 'contact', 'export', $format);

	return (instructions(@export) - instructions(@export, '-L', 1)) / 9999;
}

# [name, thousands, what it is], of 10,000 contacts.
sub count_all {
	my $d = make_data(10000);
	my ($email, @all);
	my $count = sub {
		my ($name, $n, $what) = @_;
		push @all, [ $name, $n / 1000, $what ];
	};

	fill($d);
	system "head -n 1 $d/contacts.csv >$d/none.csv";
	$email = ask('sqlite3', "$d/full.db",
	    'SELECT email FROM contact WHERE id = 5000');
	fresh("$d/work.db", "$d/base.db");
	my $none = count_import($d, 'none');
	fresh("$d/work.db", "$d/base.db");
	$count->('import', (count_import($d, 'contacts') - $none) / 10000,
	    'a contact imported');
	$count->('again', (count_import($d, 'contacts', '--mode', 'upsert') -
	    $none) / 10000, 'a contact imported again');
	$count->('csv', count_export($d, '--csv'), 'a contact exported to CSV');
	$count->('json', count_export($d, '--json'),
	    'a contact exported to JSON');
	$count->('show', instructions($crm, '-d', "$d/full.db", 'contact',
	    'show', $email), 'contact show E-MAIL');
	fresh("$d/work.db", "$d/full.db");
	$count->('add', instructions($crm, '-d', "$d/work.db",
	    add_words('1')), 'contact add');
	$count->('version', instructions($crm, '--version'), 'crm --version');
	return @all;
}

# As instructions.txt has them: name => thousands.
sub kept {
	my ($file) = @_;

	return map { /^(\w+)\s+([\d.]+)/ ? ($1, $2) : () }
	    split /\n/, contents($file);
}

sub add_words {
	my ($variable) = @_;

	return ('contact', 'add', 'first_name=Ida', 'last_name=Noel',
	    "email=c$variable\@add.test", 'phone=+44 113 123', 'city=Leeds');
}

1;
