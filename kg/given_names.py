"""First names that tell, nearly everywhere, whether "he" or "she" can stand for a person."""

from __future__ import annotations

import unicodedata

FEMALE = frozenset(
    """
    aigul aisha alena alessandra alexandra alice alicia alison alma amanda amelia ana anastasia andrea-maria
    angela angelica anita ann anna annalena anne annette annie antonia anu astrid audrey azucena barbara beata
    beatrice beatriz belen benita bernadette beth betsy bettina beverly birgit bonnie bridget brigitte camila
    carla carmen carol carole caroline carolyn catherine cathy cecilia charlotte cheryl chiara chloe christia
    christiane christina christine cindy claire clare clara claudia condoleezza corazon cristina cynthia daniela
    daphne deb deborah debra delcy denise diana diane dilma dolores donna dorothy ebba elaine eleanor elena
    elise elisabeth elizabeth ella ellen eliane elvira emilia emily emma erika erna esther eva evelyn fatima
    federica fiona flavia florence frances francesca francoise gabriela gabriella gail gemma genevieve georgia
    gerda gillian gina ginny giorgia gita giulia gloria golda grace graciela gretchen hanna hannah harriet
    heather heidi helen helena helga helle helene henrietta hilary hillary hilda ilse indira ines ingrid irene
    iris isabel isabella isabelle ivana jacinda jacqueline jane janet janice janine jean-marie jeanette jeanne
    jen jennifer jenny jessica jill joan joanna joanne jocelyn josephine joy joyce juanita judith judy julia
    juliana julie kaja kamala karen karin karina karine karoline katalin kate katharine katherina katherine
    kathleen kathryn kathy katie katja katherine kay kelly kemi kersti kerstin kim-marie kirsten kristalina
    kristen kristi kristina krystyna larissa laura laurence lauren leila lena leonor leslie-ann leticia lilia
    liliana lily linda lisa liz lois loretta lori louise lucia lucy luisa lydia lynn madeleine magdalena maia
    manuela margaret margarita margot margrethe maria mariana marianne marie marija marilyn marina marine marisa
    marjorie marsha marta martha mary maureen megan melanie melissa mercedes meredith mette mia michaela
    michele-marie michelle minette miriam mireille moira molly mona monica monika nadia nancy naomi natalia
    natalie natasha ngozi nicola nicole nina nora norma oksana olga olena olivia pam pamela patricia paula
    pauline penelope penny petra phyllis pilar priti priscilla rachel rahel raquel rebecca regina renata renate
    rita roberta rosa rosalind rose rosemary roxana rupa ruth sabina sabine sally samantha sandra sanna sara
    sarah shannon sharon sheikh-hasina sheila shirley sigrid silvia simone simonetta sirimavo sofia sonia sophia
    sophie stella stephanie sue susan susana susanne suzanne svetlana sviatlana sylvia sylvie tamara tammy tania
    tanya tara tarja teresa thelma theresa therese tina tracey tracy tsai-ing-wen tulsi tzipi ursula valentina
    valerie vera verena veronica veronika vicki victoria virginia viviane vivian wendy whitney xiomara yasmin
    yingluck yolanda yoriko yulia yuliya yvette yvonne zoe zuzana zsuzsanna sanae yuko makiko keiko
    claudia-sheinbaum teodora gitanas-anna lesia dragana brenda martina helle-thorning cate baiba
    """.split()
)
MALE = frozenset(
    """
    aaron abdel abdul abdullah abe adam adrian ahmed al alan albert alberto aleksandr alejandro alex alexander
    alexei alfred ali allan allen amit anatoly andre andreas andres andrew andriy andrzej andy angel angus
    anthony anton antonio antony ari arnold artem arthur arturo barack barry bashar ben benjamin bernard bernd
    bernie bert bill billy bob boris brad brian bruce bruno carl carlos cedric charles chris christian christoph
    christopher chuck claude clement colin craig cyril dan daniel darren dave david dean dennis denis diego dick
    dieter dirk dmitri dmitry dominic dominik don donald doug douglas dwight ed eduardo edward edwin eli
    emmanuel emil emilio enrique eric erik ernest ernesto evan evo felipe felix fernando fidel florian francis
    francisco francois frank frans franz fred frederic friedrich fumio gary gavin geert geoff geoffrey george
    georges gerald gerard gerhard giorgio giovanni giuseppe glenn gordon graham greg gregory guido guillermo
    gustavo guy hakan hans harold harry hassan heiko heinz helmut henri henry herbert herman horst howard hubert
    hugh hugo ian igor imran ismail istvan ivan jack jacek jacob jacques jair jake jakob james jamie jan janez
    janos jared jason javier jay jean jean-claude jean-pierre jeff jeffrey jens jeremy jerome jerry jim jimmy
    joachim joao joaquin joe joel joerg johan johann johannes john johnny jon jonas jonathan jordan jorge jose
    josef joseph josep josh joshua juan julian julio jun justin kamal karel karl keir keith ken kenneth kent
    kevin kirk klaus konstantin kurt kyriakos larry lars lee leo leon leonard leonid les liam lindsey lloyd
    lorenzo lou louis luc luca lucas luigi luis luiz lukas lula magnus malcolm manfred manmohan manuel marc
    marcel marcelo marco marcos marcus mario mark markus maros martin massimo mateusz mathias matt matteo
    matthew matthias maurice mauricio max maximilian mehmet michael michel miguel mihai mike mikhail miguel
    milos mitch mitt mohamed mohammad mohammed muhammad nambi narendra nathan navdeep neil nelson nicholas nick
    nicolas nigel nikol nikolai nikos noah noel norbert norman olaf oleg oliver olivier oscar oskar otto pablo
    pascal pat patrick paul paulo pavel pedro peter petr petro phil philip philipp philippe pierre piyush piotr
    poul radek radoslaw rafael rahul rajesh ralph ramon randhir randy raul ray raymond recep rene ricardo
    richard rick rishi rob robert roberto robin rodrigo roger roland rolf roman ron ronald roy rudolf rudy
    russell ryan ryosei salvador sam samuel santiago saul scott sean sebastian sergei sergey sergio shigeru
    shinzo silvio simon stefan stephane stephen steve steven stuart subrahmanyam sven tayyip ted terry theodore
    thierry thomas tim timothy toby todd tom tomas tommy tony toshimitsu trevor tyler valdis vaclav viktor
    victor vince vincent vladimir volker volodymyr walter warren wayne werner wilbur will willem william winston
    wolfgang xavier yannis yasutoshi yoshihide yoshihiko yoshimasa yoweri yuri zbigniew zoran jinping xi-jinping
    keqiang qiang rongji zemin micheal leo-varadkar enda bertie bartholomew flavio jusuf susilo joko anwar
    mahathir kuan lawrence-wong prayut srettha ferdinand rodrigo-duterte benigno anutin hun nguyen-xuan suharto
    fumihiko koji taro yasuhiro junichiro
    """.split()
)


def gender_of(label: str) -> str | None:
    """Give f or m where a full name's first name tells, else None."""
    words = label.split()
    if len(words) < 2:
        return None
    first = unicodedata.normalize("NFKD", words[0]).encode("ascii", "ignore").decode().lower()
    return "f" if first in FEMALE else "m" if first in MALE else None


# Family names that come first in Chinese, Korean and Vietnamese usage.
SURNAMES_FIRST = frozenset(
    """
    ahn an bai bao cai cao chai chang chen cheng cho choi chu chung cui dai deng ding dong du fan fang feng fu gao
    ge gong gu guan guo ha han hao he hong hou hsiao hu huang hwang jang jeon jeong jia jiang jin joo joung ju jung
    kang kim kong kung ko koo ku kuo lai lam lee lei li liang liao lim lin ling liu long lu luo ma mao meng min moon
    nam niu oh pan pang park peng qian qiao qin qiu ren seo shao shen shi shin son song su sun tan tang tao tian
    tsai tsao tung wan wang wei wen woo wu xi xia xiang xiao xie xu xue yan yang yao ye yeo yi yim yin yoo yoon yu
    yuan yun zeng zhai zhang zhao zheng zhong zhou zhu zou
    """.split()
)
