"""Words of one meaning, abbreviations and spellings: the table that `synonyms` reads.

Made by hand, of everyday English beside the words of textbooks, and of no library's own: a line of
GROUPS holds words each of which may stand for each other one, in their base forms; a word may be in
several lines. ABBREVIATIONS has what is spelled out behind each short form.
"""

GROUPS = """
rich wealthy wealth affluent affluence prosperous
poor poverty impoverished disadvantaged
money finance financial monetary currency funds cash
pay wage salary compensation income earnings
earn wage income salary
paid wage salary compensation
job employment occupation work profession
jobless joblessness unemployed unemployment
boss manager employer supervisor
worker employee labor laborer labourer
hire recruit employ employment recruitment
fire dismiss layoff
company business firm corporation enterprise
shop store retail retailer
shopping retail consumer
buy purchase acquire
sell sale vendor
seller vendor merchant
buyer customer consumer purchaser
customer client consumer
cheap inexpensive affordable
expensive costly
price cost
tax taxation levy
debt loan borrowing liability
lend loan credit
borrow loan credit
saving savings deposit
invest investment investor
trade commerce exchange
import importation tariff
export exportation
growth expansion increase
slump recession depression downturn
crash collapse crisis
fair fairness equity equitable justice
unfair unjust injustice inequality inequitable
equal equality egalitarian
gap disparity inequality
free freedom liberty
slave slavery enslaved enslavement
leader ruler leadership
king monarch monarchy royal
queen monarch monarchy royal
throne monarchy succession
ruler monarch sovereign emperor
dictator dictatorship authoritarian totalitarian tyrant
government state regime administration
vote voting election ballot suffrage
voter electorate
election electoral campaign
law legislation statute legal act
lawyer attorney solicitor barrister
judge court judicial judiciary
court tribunal judicial
crime criminal offense offence
jail prison imprisonment incarceration
prison imprisonment incarceration
punish punishment penalty sanction
illegal unlawful prohibited
ban prohibition prohibit
allow permit permission
forbid prohibit ban
permission consent authorization
rule regulation law
police policing officer
right rights entitlement
war warfare conflict military
fight battle combat conflict struggle
fighting combat battle warfare
soldier troop military army
army military troops forces
weapon arms armament
bomb bombing explosive
enemy adversary opponent foe
win victory triumph
lose defeat loss
peace treaty peaceful
spy espionage intelligence
rebel rebellion revolt uprising insurrection
revolt uprising rebellion revolution
riot unrest uprising
protest demonstration activism
attack assault invasion aggression
invade invasion conquest
conquer conquest
kill murder assassinate death
murder homicide killing
treat treatment therapy
split division partition separation
join unite union merge
border boundary frontier
settler colonist colonial colonization
colony colonial colonialism
native indigenous aboriginal
indian indigenous native
immigrant immigration migrant migration
move migration relocation movement
newcomer immigrant migrant
foreigner immigrant alien
foreign international overseas
country nation state
countryside rural
town city urban
city urban metropolitan
suburb suburban suburbia suburbanization
village rural community
farm agriculture agricultural farming
farmer agriculture peasant agricultural
farming agriculture agricultural cultivation
crop harvest agriculture
field agriculture area domain
old ancient elderly aging
ancient classical antiquity
young youth juvenile adolescent
kid child children
child children childhood youth
childhood upbringing early
teen teenager adolescent adolescence
baby infant newborn
mother maternal motherhood
father paternal fatherhood
parent parental parenting
family household kinship
wife spouse marriage
husband spouse marriage
marry marriage matrimony
wedding marriage ceremony
woman women female gender
man men male
girl female woman
boy male
death dying mortality
die death mortality perish
dead deceased death
dying death mortality
birth childbirth born
born birth
body anatomy physical
doctor physician medical
nurse nursing caregiver
hospital clinic medical
sick illness disease ill
sickness illness disease
ill illness disease
illness disease disorder
disease illness infection
germ bacteria microbe pathogen microorganism
bug defect error insect
virus viral malware
cure treatment remedy
medicine drug medication pharmaceutical
drug medication pharmaceutical substance
pill medication tablet
shot vaccine injection
vaccine vaccination immunization
hurt pain injury harm
pain suffering ache
harm damage injury
heart cardiac cardiovascular
brain neural cognitive neurological
mind mental cognition consciousness
nerve neural neuron nervous
blood circulatory circulation
bone skeletal skeleton
muscle muscular
skin dermal epidermis
lung respiratory pulmonary
breathe breathing respiration
breath breathing respiration
stomach gastric digestion digestive
eat eating consumption diet food
eating consumption diet
food nutrition diet
hungry hunger appetite
hunger appetite famine starvation
full satiety
fat lipid obesity adipose
sugar glucose carbohydrate
salt sodium chloride
sleep sleeping dream
tired fatigue exhaustion
smell odor olfactory
hear hearing auditory sound
see sight vision visual
eye vision visual ocular
look appearance visual
taste flavor gustatory
touch tactile
feel feeling emotion sensation
feeling emotion sentiment
sad sadness depression grief melancholy
sadness grief sorrow melancholy
happy happiness joy wellbeing
happiness wellbeing joy eudaimonia
angry anger rage wrath
scared fear anxiety terror
scary horror terrifying fear
afraid fear
worry anxiety concern
worried anxiety anxious
lonely loneliness isolation
alone solitude isolation
love affection romance
hate hatred hostility
jealous jealousy envy
crazy insane madness insanity
mad madness insanity
smart intelligent intelligence clever
clever intelligent cunning
stupid ignorance foolish
lie deception deceit falsehood
liar deception deceit
trick deception manipulation
cheat cheating fraud deception
fake false counterfeit fabricated synthetic
true truth authentic
real reality realism
lying deception deceit
honest honesty integrity
trust credibility reliability
trustworthy credible reliable
believe belief faith
belief faith doctrine
faith religion belief
god deity divine
goddess deity divine
gods deities divine
holy sacred religious
heaven paradise afterlife
hell underworld afterlife
afterlife underworld
soul spirit spiritual
church religious christian
bible biblical scripture
priest clergy
monk monastery monastic monasticism
monastery monastic
pray prayer worship
worship ritual
sin sinful transgression
saved salvation redemption
save salvation preserve rescue
pick choose select selection election
choose choice select selection
choice decision option
decide decision determine
chosen elect selected
fate destiny predestination
luck fortune chance
chance probability likelihood
odds probability
guess estimate conjecture
myth mythology legend
story narrative tale plot
tale narrative story
storyteller narrator narrative
storytelling narrative
monster beast creature
hero heroic heroism protagonist
villain antagonist
character protagonist
book novel text literature
books texts literature works
novel fiction literature
poem poetry verse
poet poetry
rhyme poetry verse
play drama theater theatre
actor performer theater
writer author
author writer
write writing composition
writing composition
essay composition writing paper
word vocabulary term lexical
words vocabulary language diction
meaning significance interpretation semantics
mean meaning signify
sentence syntax clause
spelling orthography
grammar syntax
speech oratory rhetoric
speak speech speaking
talk conversation communication discussion speech
speaking speech oral
argue argument debate
argument reasoning debate
persuade persuasion persuasive rhetoric
persuasive persuasion rhetorical
convince persuade persuasion
reason reasoning rationale
reasoning logic logical
proof evidence demonstration
prove proof evidence demonstrate
fact evidence information
facts knowledge information data
lesson moral teaching
teach teaching education instruction
teacher educator instructor
school education educational
schooling education
student learner pupil
learn learning study
learning education
test exam assessment testing
exam examination assessment
grade assessment score
homework assignment
picture image painting photograph
pictures images
photo photograph photography
photographer photography
drawing sketch illustration
draw drawing sketch depict represent
sketch drawing draw
paint painting pigment
painter artist painting
painting artwork canvas
artist painter
sculptor sculpture
statue sculpture
colour color hue
bright vivid brightness
dark darkness
light illumination
shadow shade
shape form geometry
dot point pointillism
line linear
pattern motif design
building architecture architectural structure
buildings architecture architectural
builder construction architect
build construct construction
house housing dwelling residence home
home residence domestic house
room interior space
furniture interior furnishing
layout arrangement spatial
arrange arrangement organize
tower skyscraper
bridge span
church cathedral
temple shrine sanctuary
tomb burial grave
grave burial tomb
music musical
song music singing ballad
singer vocal singing
sing singing vocal
singing vocal choral
choir choral
dance dancing choreography
film movie cinema
movie film cinema cinematic
tv television broadcast
news journalism media press
newspaper press journalism
reporter journalist
journalist journalism press
ad advertisement advertising
advert advertisement advertising
ads advertising advertisement
poster propaganda advertisement
website web site internet online
internet web online network
online digital internet
web internet online
phone mobile smartphone telephone
mobile smartphone
app application software
apps applications software
program software application
programmer developer programming
coder programmer developer
coding programming code
code program programming
bug error defect debugging
debug debugging troubleshoot
crash failure
error mistake fault
mistake error misconception
fix repair solve resolve troubleshoot
repair maintenance fix
solve solution resolve
computer computing machine
computers computing machines
machine device automaton
laptop computer
chip processor microprocessor
memory storage ram
store storage storing
storing storage store
storage memory
disk drive storage
folder directory
directory folder
file document
password credential authentication
login authentication
hacker attacker intruder cyberattack
hack attack breach exploit
hacking cyberattack breach intrusion
malware virus malicious worm
scam fraud phishing
secret confidential encrypted cipher
scramble encrypt encryption
encrypt encryption cryptography
encode encoding encryption
privacy private confidentiality
private privacy personal
tracking surveillance monitoring
track monitor tracking
spying surveillance
watch observe monitor
check verify validate test validation
verify validate verification
validate verify test
speed velocity rate performance
fast speed rapid quick velocity
faster speed acceleration performance
fastest speed
slow latency delay performance
quick fast rapid
quickly rapidly fast
big large size
large big
huge large massive enormous
small little tiny
little small
tiny small microscopic
size dimension magnitude
amount quantity volume
number quantity numeric
numbers numerical
count number counting
add addition sum
adding addition sum superposition
subtract subtraction difference
multiply multiplication product
divide division
average mean median
graph chart diagram plot
chart diagram graph table
diagram chart schematic
table chart
formula equation expression
equation formula
sum total addition
slope gradient derivative
angle angular rotation
spin rotation rotational angular
turn rotate rotation
spinning rotation rotating
round circular
circle circular
orbit orbital revolve
push force pressure
pull force attraction tension
force pressure
heavy weight mass
weight mass gravity
heaviness weight mass
fall falling gravity drop
falling gravity fall
drop fall decrease
throw projectile
lift raise
jump leap
hit collision impact
bump collision
crash collision
shake vibration oscillation
swing pendulum oscillation
bounce elastic rebound
stretch elastic tension
squeeze compress compression pressure
rub friction
hot heat temperature thermal
heat thermal temperature
warm heat thermal warming
cold temperature cooling
freeze freezing solidify
frozen freezing ice
ice frozen glacier
melt melting fusion
boil boiling evaporation vapor
boiling vaporization
steam vapor
burn combustion burning
burning combustion
fire combustion flame
rust corrosion oxidation
dissolve solubility solution solvent
mix mixture combine
mixture solution compound
stuff material matter substance
liquid fluid
gas gaseous
solid rigid
metal metallic
plastic polymer
glue adhesive
water aquatic aqueous
sea marine ocean
ocean marine sea
seaside coastal
beach coastal shore
coast coastal shoreline
lake freshwater
river stream freshwater
flood flooding
rain rainfall precipitation
rainy precipitation
storm hurricane cyclone
weather climate atmospheric
climate weather
wind air current
air atmosphere atmospheric
sky atmosphere celestial
sun solar
sunlight solar radiation
moon lunar
star stellar
stars stellar
space universe cosmos cosmic
planet planetary
universe cosmos cosmology
earth planet terrestrial
world global international
worldwide global international
global worldwide international
globalization globalisation offshoring
offshoring outsourcing globalization
outsourcing offshoring
earthquake seismic
volcano volcanic
rock stone mineral
stone rock
dirt soil
soil earth ground
mountain peak
peak summit mountain
forest woodland
tree forest
plant vegetation flora
plants vegetation flora
flower floral blossom
watering irrigation
garden horticulture
animal species fauna
animals species wildlife fauna
wildlife fauna species
fish marine
whale cetacean
bird avian
birds avian
insect arthropod
pollution contamination pollutant
pollute pollution contamination
dirty polluted contamination
trash waste garbage litter
garbage waste trash
waste garbage disposal
recycle recycling reuse
green environmental sustainable ecological
environment environmental ecosystem
nature natural environment
energy power
power energy authority
electricity electric electrical current
electric electrical electricity
wire conductor cable
cable wire
battery cell electrochemical
magnet magnetic magnetism
engine motor
car vehicle automobile automotive
cars vehicles automobiles
bus vehicle transport
train railway rail
railroad railway
plane aircraft airplane
ship vessel maritime
boat vessel ship
ships vessels maritime
travel journey voyage transportation
trip journey voyage
sail voyage navigation
explorer exploration voyage
explore exploration
discover discovery
find discover locate search
found discovered established
search query lookup retrieval
invent invention inventor
inventor invention
factory industry industrial manufacturing
factories industry industrial manufacturing
industrial industry manufacturing
maker manufacturer producer
manufacture production manufacturing
produce production
tool instrument device
gadget device
robot robotics automation
automatic automated automation
automation automated mechanization
ai artificial intelligence
net network
nets networks
network networking
connect connection link
connection link relationship
link connection relationship
relationship relation connection
send transmit transmission
receive reception
message communication
letter correspondence
mail email
email mail
share distribute sharing
group category classify
grouping categorization classification
sort sorting classify
kind type category
kinds types categories
type kind category
types kinds categories
different difference distinguish distinction
difference distinction differ contrast
compare comparison contrast
versus difference distinction compare
same identical similar
similar similarity analogous
alike similar similarity
opposite inverse contrary
begin origin creation start
beginning origin start
began origin originated
start begin origin initiate
started began origin
end ending conclusion
ending conclusion
finish complete completion
stop prevent prevention halt
prevent prevention avoid
avoid prevent
cause reason factor
causes reasons factors
effect impact consequence influence
consequence effect impact
consequences effects impacts
impact effect influence
influence effect impact
affect influence impact
result outcome consequence
outcome result
change transformation shift alter
changed transformed evolved
shift change transition
grow growth develop
rise increase growth
rising increase
rose increased
increase rise growth
decrease decline reduction
decline decrease fall
shrink decline decrease
cut reduction reduce
reduce reduction decrease
lower reduce decrease
raise increase
improve improvement enhance
better improve improvement
worse worsen deterioration
good benefit advantage
benefit advantage
benefits advantages
advantage benefit
pros advantages benefits
cons disadvantages drawbacks
downside disadvantage drawback
bad negative harmful adverse
problem challenge issue difficulty
problems challenges issues
challenge difficulty problem
trouble problem difficulty
hard difficult challenge
difficult challenge challenging
easy simple ease
easily simple ease
simple basic
messy complex complicated
limit limitation constraint
limits limitations constraints
weakness limitation drawback
strength advantage
help assist support aid
helper assistant
support aid assistance
need requirement necessity
needs requirements
must requirement
important importance significance significant
importance significance
matter significance substance
goal objective aim purpose
aim objective goal purpose
purpose goal objective function
job role function
role function
duty responsibility obligation
duties responsibilities
idea concept notion
ideas concepts
concept idea notion
thought thinking idea philosophy
thinking thought cognition reasoning
think thought reasoning
thinker philosopher
wise wisdom
wisdom knowledge
know knowledge
knowledge epistemology
understand understanding comprehension
understanding comprehension
explain explanation
way method approach technique
ways methods techniques strategies
method approach technique
step procedure process stage
steps procedure process stages
stage phase
part component element
parts components elements
piece component part
feature characteristic property
features characteristics
trait characteristic attribute
quality characteristic
property characteristic attribute
describe description characterize
sign symbol indicator
symbol symbolism symbolic
symbols symbolism symbolic
stand symbolize represent
represent representation symbolize
show demonstrate display exhibit
shown displayed depicted
display exhibit exhibition
exhibit exhibition display
exhibition exhibit show
museum gallery exhibition
hide conceal hidden
hidden concealed
missing absent lack
lack absence shortage
shortage scarcity deficit
enough sufficient adequate
rare scarce scarcity
common shared frequent
usual common typical
normal typical standard
weird strange unusual
strange unusual unfamiliar
famous renowned notable celebrated
known famous
popular popularity
modern contemporary
new modern novel innovation
nowadays contemporary modern
today contemporary current modern
recent contemporary current
current present contemporary
future prospect upcoming
past history historical
history historical
life biography lifestyle
biography life
background biography origin
custom tradition customary
tradition traditional custom
culture cultural
society social societal
social societal society
people population society individuals
crowd masses mob
public citizens civic
citizen citizenship civic
person individual
self identity ego
name naming title
named naming
called known named
label tag
god deity divinity
age era period
era period age
century period
time period duration
year annual
years annual
day daily
daily everyday
century centuries
first early initial
last final
whole entire total
everything entire
everyone universal
everywhere universal ubiquitous
never always
rarely seldom
keep maintain preserve retain
keeps maintains preserves
hold contain retain
carry transport
bring introduce
give provide
get obtain acquire
use usage application utilize
used applied
using usage
useful utility
user users
control regulate management
manage management administration
organize organization structure
plan planning strategy
strategy plan approach
deal agreement treaty
agreement treaty contract
promise pledge vow
contract agreement
partner alliance ally
ally alliance
team collaboration group
teamwork collaboration
together collaboration combined
cooperate cooperation collaboration
compete competition
competition rivalry competitive
rival opponent competitor opposition
oppose opposition resist
against opposition oppose
resist resistance opposition
refuse refusal reject
reject rejection
accept acceptance
agree agreement consensus
disagree disagreement dispute
dispute conflict controversy
fooled deceived misled
misleading deceptive misinformation
misinformation disinformation fake
rumor misinformation
bias prejudice
racism racial discrimination
racist racism racial
race racial ethnicity
black african
white european
sexism gender discrimination
gay homosexual lgbtq
disabled disability accessibility
blind visual impairment
deaf hearing impairment
handicapped disability
wheelchair accessibility
safe safety security
safety security
secure security protection
protect protection defense
danger risk hazard
dangerous hazardous risk
risk hazard danger
guard protect security
defend defense protection
surface interface
inside internal interior
outside external exterior
inner internal
outer external
above upper
under below
middle central intermediate
center central
edge boundary periphery
top upper
bottom lower
deep depth
depth deep
shallow surface
high elevated height
height elevation
tall height
wide width broad
long length
length long
short brief
near close proximity
far distance
distance remote
remote distant isolated
"""

ABBREVIATIONS = """
ww1 world war i
wwi world war i
ww2 world war ii
wwii world war ii
mlk martin luther king
jfk john kennedy
fdr franklin roosevelt
usa united states
uk united kingdom
ussr soviet union
eu european union
unsc security council
nato north atlantic treaty organization
wto world trade organization
imf international monetary fund
gdp gross domestic product
cpi consumer price index
gnp gross national product
ceo chief executive
hr human resources
vat value added tax
dna deoxyribonucleic acid
rna ribonucleic acid
hiv human immunodeficiency virus
ptsd traumatic stress
adhd attention deficit hyperactivity
ocd obsessive compulsive
cbt cognitive behavioral therapy
iq intelligence quotient
ai artificial intelligence
agi general intelligence
ml machine learning
nlp natural language processing
llm large language model
llms large language models
nn neural network
cnn convolutional neural network
rnn recurrent neural network
oop object oriented
db database
dbms database management
os operating system
cpu processor
gpu graphics processing
ram memory
ui user interface
ux user experience
ucd user centered design
ixd interaction design
hci human computer interaction
ict information communication technology
iot internet things
vpn virtual private network
lan local area network
wan wide area network
ip internet protocol
dns domain name
http hypertext transfer protocol
https hypertext encryption
pc computer
regex regular expression
dfa finite automaton
fsm finite state machine
api interface
vr virtual reality
ar augmented reality
3d three dimensional
2d two dimensional
seo search engine optimization
gdpr data protection
emf electromotive force
ke kinetic energy
pe potential energy
shm simple harmonic motion
qm quantum mechanics
gr general relativity
h2o water
co2 carbon dioxide
o2 oxygen
h2 hydrogen
n2 nitrogen
nh3 ammonia
ch4 methane
nacl sodium chloride
naoh sodium hydroxide
hcl hydrochloric acid
h2so4 sulfuric acid
hno3 nitric acid
uv ultraviolet
ir infrared
govt government
nyc york
bc bce
"""
