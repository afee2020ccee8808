# shellcheck shell=bash
# Completion of crm for bash: all that is offered comes from "crm complete".

# $1 as the shell will read it, in REPLY; a quote that stays open, in quote.
_crm_unquote()
{
	local i c
	REPLY='' quote=''
	for ((i = 0; i < ${#1}; i++)); do
		c=${1:i:1}
		if [[ $quote && $c == "$quote" ]]; then
			quote=''
		elif [[ ! $quote && $c == [\"\'] ]]; then
			quote=$c
		elif [[ $c == \\ && $quote != \' ]]; then
			((++i))
			REPLY+=${1:i:1}
		else
			REPLY+=$c
		fi
	done
}

_crm()
{
	local rest=${COMP_LINE:0:COMP_POINT} n=-1 words=() piece before typed
	local quote REPLY line strange='' i c

	# COMP_WORDBREAKS cuts at = : and @; where no blank is, words go on.
	for ((i = 0; i <= COMP_CWORD; i++)); do
		if [[ $i -eq 0 || $rest == [[:space:]]* ]]; then
			rest=${rest#"${rest%%[![:space:]]*}"}
			words[++n]=''
		fi
		piece=${COMP_WORDS[i]}
		((i < COMP_CWORD)) || piece=$rest
		before=${words[n]}
		words[n]+=$piece
		rest=${rest#"$piece"}
	done
	[[ $piece == *[!=:@]* ]] || before+=$piece
	_crm_unquote "$before"
	before=$REPLY
	for ((i = 0; i <= n; i++)); do
		_crm_unquote "${words[i]}"
		words[i]=$REPLY
	done
	typed=${words[n]:${#before}}

	COMPREPLY=()
	while IFS= read -r line; do
		if [[ $line == :file ]]; then
			compopt -o default
			return
		fi
		line=${line%%$'\t'*}
		[[ $line == "$before"* ]] || continue
		line=${line#"$before"}
		[[ ${line,,} == "${typed,,}"* ]] || strange=1
		case $quote in
		\') line=${line//\'/"'\\''"} ;;
		\") for c in \\ \" \$ \`; do line=${line//"$c"/"\\$c"}; done ;;
		*) printf -v line '%q' "$line" ;;
		esac
		COMPREPLY+=("$line")
	done < <("${words[0]/#\~/$HOME}" complete -- "${words[@]:1}" 2>/dev/null)
	if ((${#COMPREPLY[@]} > 1)); then
		# Names that begin otherwise must not replace what was typed.
		[[ ! $strange ]] || COMPREPLY+=(' ')
	elif [[ ${COMPREPLY[0]-} == *[=:.,~\<\>] ]]; then
		compopt -o nospace
	fi
}

complete -o nosort -F _crm crm 2>/dev/null || complete -F _crm crm
