/** Words that say little by themselves in open answers; single characters are left out by their length. */

export const stopWords: ReadonlySet<string> = new Set(
  `
我们 你们 他们 她们 它们 咱们 大家 自己 别人 有人 本人 这个 那个 这些 那些 这里 那里 这样 那样 这么 那么 这边 那边 什么 怎么 怎样 为什么 哪里 哪些 多少
一个 一些 一下 一点 一直 一般 一样 一定 一次 有些 有点 有时 有时候 有的 没有 没什么 不是 不会 不要 不用 不能 不过 还是 还有 还要 就是 就要 就会 也是 也有 都是 都有 都会
可以 可能 能够 应该 应当 需要 必须 想要 希望 建议 觉得 感觉 认为 知道 说实话 其实 总之 总的来说 另外 此外 而且 并且 但是 可是 然而 不但 不仅 因为 所以 因此 由于 如果 要是 虽然 尽管 即使 只要 只有 除了 以及 或者 或是 还
非常 特别 十分 比较 更加 越来越 最好 尽量 尽快 经常 总是 已经 正在 现在 目前 以后 以前 之后 之前 时候 今后 平时 每次 每天 有没有 是不是 能不能 可不可以
进行 方面 情况 问题 东西 事情 地方 部分 相关 有关 关于 对于 根据 按照 通过 为了 以便 等等 之类 谢谢 感谢 麻烦 请问 你好 您好
无 暂无 没 没意见 无意见
the a an and or but if of to in on at by for from with as is are was were be been being it its this that these those i we you he she they my our your his her their
me us him them not no so than then there here have has had do does did can could will would should may might must very more most some any all just about into over
`
    .split(/\s+/u)
    .filter((word) => word !== ''),
)
