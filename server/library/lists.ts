/** Lists of choices that questionnaires need again and again: balanced scales, and classifications by their standards. */

import {
  age,
  agreement,
  notApplicable,
  refused,
  satisfaction,
  sex,
  unsure,
  yesNo,
  yesNoUnsure,
} from '../templates/lists.ts'
import type { Both, Option } from '../templates/template.ts'

export interface LibraryList {
  readonly id: string
  readonly title: Both
  readonly tags: readonly string[]
  readonly options: readonly Option[]
}

const list = (id: string, title: Both, tags: readonly string[], options: readonly Option[]): LibraryList => ({
  id,
  title,
  tags,
  options,
})
const other: Option = ['96', '其他', 'Other']
/** Options whose values are their places, from 1. */
const counted = (labels: readonly Both[], ...more: readonly Option[]): readonly Option[] => [
  ...labels.map(([chinese, english], index): Option => [String(index + 1), chinese, english]),
  ...more,
]

export const libraryLists: readonly LibraryList[] = [
  list('satisfaction', ['满意度五级', 'Satisfaction, five steps'], ['量表', '满意度'], satisfaction),
  list('agreement', ['同意程度五级', 'Agreement, five steps'], ['量表', '态度'], agreement),
  list(
    'importance',
    ['重要程度五级', 'Importance, five steps'],
    ['量表', '专家'],
    counted(
      [
        ['很不重要', 'Not important at all'],
        ['不太重要', 'Not very important'],
        ['一般', 'Moderately important'],
        ['比较重要', 'Rather important'],
        ['非常重要', 'Very important'],
      ],
      unsure,
    ),
  ),
  list(
    'frequency',
    ['频率五级', 'Frequency, five steps'],
    ['量表', '频率'],
    counted(
      [
        ['从不', 'Never'],
        ['很少', 'Rarely'],
        ['有时', 'Sometimes'],
        ['经常', 'Often'],
        ['总是', 'Always'],
      ],
      unsure,
    ),
  ),
  list(
    'times-a-year',
    ['过去一年的次数', 'Times in the past year'],
    ['频率'],
    counted(
      [
        ['没有', 'None'],
        ['1 次', 'Once'],
        ['2 至 3 次', '2 or 3 times'],
        ['4 至 6 次', '4 to 6 times'],
        ['7 次及以上', '7 times or more'],
      ],
      unsure,
    ),
  ),
  list(
    'quality',
    ['好坏五级', 'Quality, five steps'],
    ['量表', '评价'],
    counted(
      [
        ['很差', 'Very poor'],
        ['较差', 'Poor'],
        ['一般', 'Fair'],
        ['较好', 'Good'],
        ['很好', 'Very good'],
      ],
      notApplicable,
      unsure,
    ),
  ),
  list(
    'change',
    ['变化五级', 'Change, five steps'],
    ['量表', '变化'],
    counted(
      [
        ['明显变差', 'Much worse'],
        ['略有变差', 'Somewhat worse'],
        ['没有变化', 'No change'],
        ['略有改善', 'Somewhat better'],
        ['明显改善', 'Much better'],
      ],
      unsure,
    ),
  ),
  list(
    'trust',
    ['信任程度五级', 'Trust, five steps'],
    ['量表', '态度'],
    counted(
      [
        ['非常不信任', 'No trust at all'],
        ['不太信任', 'Little trust'],
        ['一般', 'Some trust'],
        ['比较信任', 'Rather much trust'],
        ['非常信任', 'Full trust'],
      ],
      unsure,
      refused,
    ),
  ),
  list(
    'familiarity',
    ['了解程度四级', 'Knowledge, four steps'],
    ['量表', '知晓'],
    counted([
      ['没有听说过', 'Never heard of it'],
      ['听说过，不了解', 'Heard of it, know little'],
      ['了解一些', 'Know something of it'],
      ['很了解', 'Know it well'],
    ]),
  ),
  list(
    'difficulty',
    ['难易程度五级', 'Difficulty, five steps'],
    ['量表', '评价'],
    counted(
      [
        ['非常困难', 'Very difficult'],
        ['比较困难', 'Rather difficult'],
        ['一般', 'Neither'],
        ['比较容易', 'Rather easy'],
        ['非常容易', 'Very easy'],
      ],
      notApplicable,
    ),
  ),
  list(
    'willingness',
    ['意愿五级', 'Willingness, five steps'],
    ['量表', '意愿'],
    counted(
      [
        ['非常不愿意', 'Very unwilling'],
        ['不太愿意', 'Rather unwilling'],
        ['说不准', 'Undecided'],
        ['比较愿意', 'Rather willing'],
        ['非常愿意', 'Very willing'],
      ],
      refused,
    ),
  ),
  list('yes-no', ['是否', 'Yes or no'], ['是否'], yesNo),
  list('yes-no-unsure', ['是否（含不清楚）', 'Yes or no, with “don’t know”'], ['是否'], yesNoUnsure),
  list(
    'has',
    ['有没有', 'Has or has not'],
    ['是否'],
    [['1', '有', 'Yes, there is'], ['0', '没有', 'No'], unsure],
  ),
  list('sex', ['性别', 'Sex'], ['人口'], sex),
  list('age', ['年龄段（成年人，五段）', 'Age of adults, five bands'], ['人口', '年龄'], age),
  list(
    'age-census',
    ['年龄段（全年龄，八段）', 'Age, eight bands'],
    ['人口', '年龄'],
    counted(
      [
        ['0–14 岁', '0 to 14'],
        ['15–24 岁', '15 to 24'],
        ['25–34 岁', '25 to 34'],
        ['35–44 岁', '35 to 44'],
        ['45–54 岁', '45 to 54'],
        ['55–64 岁', '55 to 64'],
        ['65–79 岁', '65 to 79'],
        ['80 岁及以上', '80 or over'],
      ],
      refused,
    ),
  ),
  list(
    'education',
    ['受教育程度', 'Education'],
    ['人口', '学历'],
    counted(
      [
        ['未上过学', 'No schooling'],
        ['小学', 'Primary school'],
        ['初中', 'Lower secondary school'],
        ['高中、中专、技校', 'Upper secondary or vocational school'],
        ['大学专科', 'Junior college'],
        ['大学本科', 'Bachelor'],
        ['研究生', 'Postgraduate'],
      ],
      refused,
    ),
  ),
  list(
    'marital',
    ['婚姻状况', 'Marital status'],
    ['人口'],
    counted(
      [
        ['未婚', 'Never married'],
        ['有配偶', 'Married'],
        ['离婚', 'Divorced'],
        ['丧偶', 'Widowed'],
      ],
      refused,
    ),
  ),
  list(
    'political',
    ['政治面貌', 'Political affiliation'],
    ['人口'],
    counted(
      [
        ['中共党员（含预备党员）', 'Member of the Communist Party'],
        ['共青团员', 'Member of the Youth League'],
        ['民主党派成员', 'Member of a democratic party'],
        ['群众', 'None'],
      ],
      refused,
    ),
  ),
  list(
    'residence',
    ['居住地类型', 'Kind of place'],
    ['人口', '地区'],
    counted(
      [
        ['城区', 'City'],
        ['县城', 'County town'],
        ['乡镇镇区', 'Small town'],
        ['农村', 'Village'],
      ],
      refused,
    ),
  ),
  list(
    'household-register',
    ['户口所在地', 'Place of registration'],
    ['人口', '地区'],
    counted(
      [
        ['本村（社区）', 'This village or community'],
        ['本县（市、区）其他地方', 'Elsewhere in this county'],
        ['本省其他县（市、区）', 'Another county of this province'],
        ['外省', 'Another province'],
      ],
      unsure,
      refused,
    ),
  ),
  list(
    'years-lived',
    ['居住年限', 'Years lived here'],
    ['人口', '地区'],
    counted([
      ['不满 1 年', 'Less than 1 year'],
      ['1 至 3 年（不含 3 年）', '1 to under 3 years'],
      ['3 至 10 年（不含 10 年）', '3 to under 10 years'],
      ['10 年及以上', '10 years or more'],
    ]),
  ),
  list(
    'employment',
    ['就业状况', 'Employment'],
    ['就业'],
    counted(
      [
        ['务农', 'Farming'],
        ['受雇于单位或个人', 'Employed'],
        ['个体经营或自由职业', 'Self-employed'],
        ['企业主', 'Owner of a business'],
        ['求职中', 'Looking for work'],
        ['料理家务', 'Keeping house'],
        ['离退休', 'Retired'],
        ['在校学生', 'In education'],
      ],
      other,
      refused,
    ),
  ),
  list(
    'occupation',
    ['职业大类（GB/T 6565—2015）', 'Occupation, major groups (GB/T 6565—2015)'],
    ['就业', '国家标准'],
    [
      ['1', '党的机关、国家机关、群众团体和社会组织、企事业单位负责人', 'Heads of organs and organisations'],
      ['2', '专业技术人员', 'Professionals and technicians'],
      ['3', '办事人员和有关人员', 'Clerks and related workers'],
      ['4', '社会生产服务和生活服务人员', 'Service workers'],
      ['5', '农、林、牧、渔业生产及辅助人员', 'Agricultural workers'],
      ['6', '生产制造及有关人员', 'Production workers'],
      ['7', '军人', 'Armed forces'],
      ['8', '不便分类的其他从业人员', 'Others'],
      refused,
    ],
  ),
  list(
    'industry',
    ['国民经济行业门类（GB/T 4754—2017）', 'Industry, sections (GB/T 4754—2017)'],
    ['企业', '国家标准'],
    [
      ['A', '农、林、牧、渔业', 'Agriculture, forestry, husbandry, fishery'],
      ['B', '采矿业', 'Mining'],
      ['C', '制造业', 'Manufacturing'],
      ['D', '电力、热力、燃气及水生产和供应业', 'Electricity, heat, gas and water'],
      ['E', '建筑业', 'Construction'],
      ['F', '批发和零售业', 'Wholesale and retail'],
      ['G', '交通运输、仓储和邮政业', 'Transport, storage, post'],
      ['H', '住宿和餐饮业', 'Accommodation and catering'],
      ['I', '信息传输、软件和信息技术服务业', 'Information and software'],
      ['J', '金融业', 'Finance'],
      ['K', '房地产业', 'Real estate'],
      ['L', '租赁和商务服务业', 'Leasing and business services'],
      ['M', '科学研究和技术服务业', 'Research and technical services'],
      ['N', '水利、环境和公共设施管理业', 'Water, environment, public facilities'],
      ['O', '居民服务、修理和其他服务业', 'Household services and repair'],
      ['P', '教育', 'Education'],
      ['Q', '卫生和社会工作', 'Health and social work'],
      ['R', '文化、体育和娱乐业', 'Culture, sport, entertainment'],
      ['S', '公共管理、社会保障和社会组织', 'Public administration, social organisations'],
      ['T', '国际组织', 'International organisations'],
    ],
  ),
  list(
    'company-size',
    ['企业规模', 'Size of the business'],
    ['企业'],
    counted(
      [
        ['大型', 'Large'],
        ['中型', 'Medium'],
        ['小型', 'Small'],
        ['微型', 'Micro'],
        ['个体工商户', 'Individual business'],
      ],
      unsure,
    ),
  ),
  list(
    'rank',
    ['职务层次', 'Rank'],
    ['干部职工'],
    counted(
      [
        ['单位负责人', 'Head of the unit'],
        ['中层干部', 'Middle management'],
        ['一般工作人员', 'Staff'],
        ['聘用、劳务派遣人员', 'Contract staff'],
      ],
      other,
      refused,
    ),
  ),
  list(
    'information-channel',
    ['知晓渠道', 'How people learned of it'],
    ['渠道'],
    counted(
      [
        ['干部上门或村（社区）通知', 'Told by officials or the community'],
        ['微信、微博等网络平台', 'WeChat, Weibo and other platforms'],
        ['政府网站或政务应用', 'Website or app of the government'],
        ['电视、广播、报纸', 'Television, radio, newspapers'],
        ['宣传栏、横幅、宣传单', 'Boards, banners, leaflets'],
        ['亲友、邻居、同事告知', 'Relatives, neighbours, colleagues'],
      ],
      other,
      unsure,
    ),
  ),
  list(
    'province',
    ['省级行政区划（GB/T 2260，2024 年）', 'Provinces (GB/T 2260, 2024)'],
    ['地区', '国家标准', '行政区划'],
    [
      ['110000', '北京市', 'Beijing'],
      ['120000', '天津市', 'Tianjin'],
      ['130000', '河北省', 'Hebei'],
      ['140000', '山西省', 'Shanxi'],
      ['150000', '内蒙古自治区', 'Inner Mongolia'],
      ['210000', '辽宁省', 'Liaoning'],
      ['220000', '吉林省', 'Jilin'],
      ['230000', '黑龙江省', 'Heilongjiang'],
      ['310000', '上海市', 'Shanghai'],
      ['320000', '江苏省', 'Jiangsu'],
      ['330000', '浙江省', 'Zhejiang'],
      ['340000', '安徽省', 'Anhui'],
      ['350000', '福建省', 'Fujian'],
      ['360000', '江西省', 'Jiangxi'],
      ['370000', '山东省', 'Shandong'],
      ['410000', '河南省', 'Henan'],
      ['420000', '湖北省', 'Hubei'],
      ['430000', '湖南省', 'Hunan'],
      ['440000', '广东省', 'Guangdong'],
      ['450000', '广西壮族自治区', 'Guangxi'],
      ['460000', '海南省', 'Hainan'],
      ['500000', '重庆市', 'Chongqing'],
      ['510000', '四川省', 'Sichuan'],
      ['520000', '贵州省', 'Guizhou'],
      ['530000', '云南省', 'Yunnan'],
      ['540000', '西藏自治区', 'Xizang'],
      ['610000', '陕西省', 'Shaanxi'],
      ['620000', '甘肃省', 'Gansu'],
      ['630000', '青海省', 'Qinghai'],
      ['640000', '宁夏回族自治区', 'Ningxia'],
      ['650000', '新疆维吾尔自治区', 'Xinjiang'],
      ['710000', '台湾省', 'Taiwan'],
      ['810000', '香港特别行政区', 'Hong Kong'],
      ['820000', '澳门特别行政区', 'Macao'],
    ],
  ),
]
