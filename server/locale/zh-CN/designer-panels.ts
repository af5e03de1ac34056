/** Words of the designer's library, and of what keeps things there. */

type P = Readonly<Record<string, string | number>>
export const designerPanels = {
  shelf: {
    atEnd: '加在最后。先打开一道题，就加在那道题之后。',
    atSpot: '加在刚才选定的位置。',
    after: (p: P) => `加在“${p['label']}”之后。`,
    add: '加到这里',
    useHere: '用于打开的这道题',
    addAsOne: '作为新的单选题',
    added: (p: P) => `已加入：${p['title']}。可以撤销。`,
    fromLibrary: '从题库选择',
    keepQuestion: '存入题库',
    keepList: '把这组选项存入题库',
    keepListHint: '存入后，本专项的其他表单可以直接选用。',
    listTitle: '在题库里的名称，例如 办事渠道',
    kept: '已存入本专项的题库。',
    failed: '没有连上服务器，请稍后再试。',
  },
}
