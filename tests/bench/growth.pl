# How works grow with the number of contacts.
use strict;
use warnings;

our ($dir, $crm, $why);

# [name, command, growth allowed: the exponent of n in the time it takes]
sub works {
	my ($d) = @_;
	my @on = ($crm, '-d', "$d/full.db");
	my $email = ask('sqlite3', "$d/full.db",
	    'SELECT email FROM contact WHERE id = 5000');

	return ([ 'import', [ $crm, '-d', "$d/work.db", 'contact', 'import',
	    "$d/contacts.csv" ], 1 ],
	    [ 'export', [ @on, 'contact', 'export', '--csv' ], 1 ],
	    [ 'show', [ @on, 'contact', 'show', $email ], 0 ],
	    [ 'add', undef, 0 ],
	    [ 'search', [ @on, 'search', 'lockhart', 'austin', '-L', 50 ],
	    0 ],
	    [ 'the newest 50', [ @on, 'contact', 'list', '-s', '-id', '-L',
	    50 ], 0 ]);
}

# Seconds of the processors, which other work disturbs less, and MiB.
sub one_work {
	my ($d, $name, $command) = @_;
	my $long = $name =~ /port$/;
	my (@cpu, $kib);

	fresh("$d/work.db", "$d/full.db") if $name eq 'add';
	for my $i (1 .. ($long ? 3 : 31)) {
		fresh("$d/work.db", "$d/base.db") if $name eq 'import';
		my $m = run_to('/dev/null', $name eq 'add' ? ($crm, '-d',
		    "$d/work.db", add_words("g$i")) : @$command)
		    or die "$name: $why\n";
		push @cpu, $m->{cpu};
		$kib = $m->{kib} if !$kib || $m->{kib} > $kib;
	}
	return (median(@cpu), $kib / 1024);
}

sub growth {
	my (@sizes) = @_;
	my (%cpu, %mib, @names);

	for my $n (@sizes) {
		my $d = make_data($n);

		fill($d);
		@names = works($d);
		for (@names) {
			my ($name, $command) = @$_;
			my ($cpu, $mib) = one_work($d, $name, $command);

			push @{$cpu{$name}}, $cpu;
			push @{$mib{$name}}, $mib;
		}
		fresh("$d/work.db");
	}
	print "\nGrowth: time of the processors, and memory, at ",
	    join(', ', @sizes), " contacts; the\nexponent of the time is",
	    " near 1 where it is linear, near 0 where it is flat\n";
	for (@names) {
		my ($name, undef, $wanted) = @$_;
		my @t = @{$cpu{$name}};

		printf "%-14s %s   exponent %5.2f (%d)   %s MB\n", $name,
		    join(' ', map { sprintf '%10s', duration($_) } @t),
		    log($t[-1] / $t[0]) / log($sizes[-1] / $sizes[0]), $wanted,
		    join(' ', map { sprintf '%5.1f', $_ } @{$mib{$name}});
	}
}

1;
